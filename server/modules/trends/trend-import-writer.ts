import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { Prisma } from '../../data/generated/prisma/client.ts';
import { toDate } from '../../lib/time.ts';
import { type ImportAttempt, saveAttempt } from '../imports/import-attempt.service.ts';
import { createLedger } from '../imports/import-ledger.ts';
import type { TrendRecord } from './reading/trend-record.ts';
import { identityOf } from './sighting-rows.ts';
import { firstWords } from './first-words.ts';
import { MOST_SIGHTINGS, storeSightingsIn } from './store-sightings.service.ts';
import type { TrendSighting } from './trend-sighting.ts';

/** An import under way. */
export interface TrendWriterInput {
  workspaceId: string;
  attempt: ImportAttempt;
  isDryRun: boolean;
  /** What earlier attempts stored: it is there by now, and counts as stored by this import. */
  storedBefore: number;
}

/** Takes the records of an upload in their order. Holds one batch of sightings. */
export interface TrendImportWriter {
  /** @throws Superseded when the import is another attempt's. */
  add(record: TrendRecord): Promise<void>;
  /** Stores what is left. Returns the row ids of all trends that were named; none of a dry run. */
  flush(): Promise<string[]>;
  /** Stores that it is done. */
  finish(finishedAt: Date): Promise<void>;
}

/** Takes back a transaction that only had to say what it would do. */
class DryRun extends Error {}

export function createTrendImportWriter(
  { database }: Pick<Services, 'database'>,
  { workspaceId, attempt, isDryRun, storedBefore }: TrendWriterInput,
): TrendImportWriter {
  const origin = { source: 'CREATIVE_CENTER', workspaceId } as const;
  const ledger = createLedger([]);
  /** The days that were taken for lists that say none, by the content of their files. */
  const takenDays = new Map<string, string>();
  /** Of a dry run, which leaves nothing to tell by that a list says again what an earlier one said. */
  const seen = new Set<string>();
  const contradicts = firstWords((sighting) => nameOf(sighting));
  const trendIds = new Set<string>();
  let sightings: TrendSighting[] = [];
  let stored = isDryRun ? 0 : storedBefore;

  async function flush(): Promise<void> {
    if (sightings.length === 0) return;
    const batch = sightings;
    sightings = [];
    if (isDryRun) {
      stored += await wouldStore(batch);
      await database.transaction((tx) => save(tx, {}));
      return;
    }
    stored += await database.transaction(async (tx) => {
      const result = await storeSightingsIn(tx, origin, batch);
      await saveAttempt(tx, attempt, ledger.columns(stored + result.stored));
      for (const id of result.trendIds) trendIds.add(id);
      return result.stored;
    });
  }

  function save(tx: Transaction, columns: Prisma.AnalyticsImportUpdateManyMutationInput): Promise<void> {
    return saveAttempt(tx, attempt, { ...ledger.columns(stored), ...columns });
  }

  /** What tells an observation from all others of this source. */
  function nameOf(sighting: TrendSighting): string {
    return `${identityOf(workspaceId, sighting)} ${String(sighting.capturedAt.getTime())}`;
  }

  /** What storing would count, found out by storing it and taking it back. */
  async function wouldStore(batch: readonly TrendSighting[]): Promise<number> {
    const fresh = batch.filter((sighting) => {
      const name = nameOf(sighting);
      const isNew = !seen.has(name);
      seen.add(name);
      return isNew;
    });
    let count = 0;
    try {
      await database.transaction(async (tx) => {
        count = (await storeSightingsIn(tx, origin, fresh)).stored;
        throw new DryRun();
      });
    } catch (error) {
      if (!(error instanceof DryRun)) throw error;
    }
    return count;
  }

  return {
    async add(record) {
      switch (record.kind) {
        case 'LIST':
          ledger.recognise(record.format);
          if (record.takenOn !== null) takenDays.set(record.contentHash, record.takenOn);
          break;
        case 'PROBLEM': {
          const { scope, place, message, column } = record;
          if (scope === 'ROW') ledger.read();
          ledger[scope === 'ROW' ? 'refuse' : 'note'](place, message, column);
          break;
        }
        case 'SIGHTING': {
          const { place, sighting } = record;
          ledger.read();
          const contradiction = contradicts(sighting, place);
          if (contradiction !== null) {
            ledger.refuse(place, contradiction);
            break;
          }
          ledger.cover(toDate(sighting.capturedAt));
          sightings.push(sighting);
          if (sightings.length === MOST_SIGHTINGS) await flush();
          break;
        }
      }
    },

    async flush() {
      await flush();
      return [...trendIds];
    },

    async finish(finishedAt) {
      await database.transaction(async (tx) => {
        if (!isDryRun) await rememberDays(tx, workspaceId, takenDays);
        await save(tx, { status: 'COMPLETED', finishedAt });
      });
    },
  };
}

/** A content that was read before keeps its day. */
async function rememberDays(
  tx: Transaction,
  workspaceId: string,
  days: ReadonlyMap<string, string>,
): Promise<void> {
  await tx.importedTrendFile.createMany({
    data: [...days].map(([contentHash, day]) => ({
      workspaceId,
      contentHash,
      capturedOn: new Date(`${day}T00:00:00Z`),
    })),
    skipDuplicates: true,
  });
}
