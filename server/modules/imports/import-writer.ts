import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { Prisma } from '../../data/generated/prisma/client.ts';
import { saveAttempt } from './import-attempt.service.ts';
import {
  type AudienceRow,
  countNewVideos,
  countPosted,
  countStored,
  type DayRow,
  findVideos,
  isKnownAudience,
  isKnownProfile,
  knownDays,
  type ProfileRow,
  storeAudience,
  storeDays,
  storeFile,
  storeProfile,
  storeVideos,
  takeTurn,
  type VideoRow,
} from './import-batch.ts';
import { openFile, takeAudience, takeDay } from './import-file.ts';
import type { OpenFile } from './import-file.ts';
import { createLedger } from './import-ledger.ts';
import type { StoredProblem } from './import-ledger.ts';
import { createPreview } from './import-preview.ts';
import type { ImportRecord, VideoRecord } from './import-record.ts';
import { findKnownFile } from './imported-files.ts';

/** An import under way, and what was found out before it stores. */
export interface WriterInput {
  importId: string;
  connectionId: string;
  attempt: number;
  isDryRun: boolean;
  now: Date;
  /** Hash of the file that the record told of last is in; its own where it is no sheet of a workbook. */
  containerOf: () => string;
  /** Video ids by the instants of posts that no id names. */
  matches: ReadonlyMap<number, string>;
  /** Told to the person, though no row is refused for them. */
  notes: readonly StoredProblem[];
}

/** Takes the records of an upload in their order. Holds one batch of them. */
export interface ImportWriter {
  /** @throws Superseded when the import is another attempt's. */
  add(record: ImportRecord): Promise<void>;
  /** Stores what is left, and the totals of all. `end` is called in the transaction that ends the import. */
  finish<T>(
    columns: Prisma.AnalyticsImportUpdateManyMutationInput,
    end: (tx: Transaction) => Promise<T>,
  ): Promise<T>;
}

const BATCH_ROWS = 500;

interface Batch {
  days: DayRow[];
  videos: VideoRow[];
  profile: ProfileRow | null;
  audience: AudienceRow | null;
}

export function createImportWriter(
  { database }: Pick<Services, 'database'>,
  input: WriterInput,
): ImportWriter {
  const { importId, connectionId, attempt, isDryRun, now, matches } = input;
  const ledger = createLedger(input.notes);
  const preview = createPreview();
  const hashes = new Set<string>();
  let file: OpenFile | null = null;
  /** Null before the first batch, which knows what earlier attempts stored. */
  let stored: number | null = null;

  /** Stores what waits; the audience once the file is at its end, since it is one row. */
  async function flush(isFileEnd: boolean): Promise<void> {
    if (file === null) return;
    const target = file;
    const { days, videos, profile } = target;
    const audience = isFileEnd ? target.audience : null;
    Object.assign(target, { days: [], videos: [], profile: null, ...(isFileEnd && { audience: null }) });
    await database.transaction(async (tx) => {
      await takeTurn(tx, connectionId);
      stored ??= isDryRun || attempt === 1 ? 0 : await countStored(tx, connectionId, importId);
      const batch = { days, videos: await resolve(tx, target, videos), profile, audience };
      stored += await (isDryRun ? compare(tx, target, batch) : store(tx, target, batch));
      await save(tx, {});
    });
  }

  /** The videos that the records speak of; those that are none of ours are refused. */
  async function resolve(
    tx: Transaction,
    target: OpenFile,
    videos: readonly VideoRecord[],
  ): Promise<VideoRow[]> {
    const ids = videos.flatMap(({ tikTokId }) => (tikTokId === null ? [] : [tikTokId]));
    const byTikTokId = ids.length === 0 ? new Map<string, string>() : await findVideos(tx, connectionId, ids);
    return videos.flatMap((record) => {
      const { place, tikTokId, postedAt, views, likes, comments, shares } = record;
      const videoId = tikTokId === null ? matches.get(postedAt?.getTime() ?? NaN) : byTikTokId.get(tikTokId);
      if (videoId === undefined) {
        ledger.refuse(place, whyUnmatched(record));
        return [];
      }
      if (target.seen.has(videoId)) {
        ledger.refuse(place, 'The video stands in the file twice.');
        return [];
      }
      target.seen.add(videoId);
      return target.isRepeated ? [] : [{ videoId, views, likes, comments, shares }];
    });
  }

  function save(tx: Transaction, columns: Prisma.AnalyticsImportUpdateManyMutationInput): Promise<void> {
    const told = { ...ledger.columns(stored ?? 0), ...columns };
    return saveAttempt(tx, { id: importId, attempt }, told);
  }

  /** What `store` would count, without an effect. */
  async function compare(tx: Transaction, { of }: OpenFile, batch: Batch): Promise<number> {
    const { days, videos, profile, audience } = batch;
    const known = days.length === 0 ? new Set<string>() : await knownDays(tx, days);
    const fresh = days.filter(({ contentHash }) => !known.has(contentHash));
    for (const { contentHash: _, date, ...figures } of fresh) preview.add(date, of.downloadedOn, figures);
    let count = fresh.length;
    if (videos.length > 0) count += await countNewVideos(tx, of, videos);
    if (profile !== null && !(await isKnownProfile(tx, of, profile))) count += 1;
    if (audience !== null && !(await isKnownAudience(tx, of, audience))) count += audience.parts.length;
    return count;
  }

  async function open(record: ImportRecord & { kind: 'FILE' }): Promise<void> {
    const { contentHash, format } = record;
    ledger.recognise(format);
    file = openFile(
      record,
      { connectionId, importId },
      {
        containerHash: input.containerOf(),
        known: await findKnownFile({ database }, connectionId, contentHash),
        isRepeated: hashes.has(contentHash),
        now,
      },
    );
    hashes.add(contentHash);
  }

  return {
    async add(record) {
      if (record.kind === 'FILE') {
        await flush(true);
        await open(record);
        return;
      }
      if (record.kind === 'PROBLEM') {
        const { scope, place, message, column } = record;
        if (scope === 'ROW') ledger.read();
        ledger[scope === 'ROW' ? 'refuse' : 'note'](place, message, column);
        return;
      }
      if (file === null) throw new Error('A record came before its file.');
      ledger.read();
      take(file, record);
      if (file.days.length + file.videos.length >= BATCH_ROWS) await flush(false);
    },

    async finish(columns, end) {
      await flush(true);
      const dates = preview.dates();
      const posted =
        dates.length === 0
          ? new Map<string, number>()
          : await countPosted(database.prisma, connectionId, dates);
      const points = preview.points(posted) as unknown as Prisma.InputJsonArray;
      return database.transaction(async (tx) => {
        await save(tx, { ...columns, preview: points });
        return end(tx);
      });
    },
  };

  function take(target: OpenFile, record: Exclude<ImportRecord, { kind: 'FILE' | 'PROBLEM' }>): void {
    switch (record.kind) {
      case 'DAY': {
        const taken = takeDay(target, record);
        if ('problem' in taken) ledger.refuse(record.place, taken.problem);
        else ledger.cover(taken.date);
        break;
      }
      case 'VIDEO':
        target.videos.push(record);
        ledger.cover(target.of.downloadedOn);
        break;
      case 'PROFILE':
        if (!target.isRepeated) target.profile = record;
        ledger.cover(target.of.downloadedOn);
        break;
      case 'AUDIENCE_SHARE':
      case 'AUDIENCE_HOUR': {
        const problem = takeAudience(target, record);
        if (problem !== null) ledger.refuse(record.place, problem);
        ledger.cover(record.kind === 'AUDIENCE_HOUR' ? record.date : target.of.downloadedOn);
        break;
      }
    }
  }
}

/** @returns how many rows were not known. */
async function store(tx: Transaction, { of, hashes, firstDate }: OpenFile, batch: Batch): Promise<number> {
  for (const hash of hashes) await storeFile(tx, of, hash, firstDate);
  let count = 0;
  if (batch.days.length > 0) count += await storeDays(tx, of, batch.days);
  if (batch.videos.length > 0) count += await storeVideos(tx, of, batch.videos);
  if (batch.profile !== null) count += await storeProfile(tx, of, batch.profile);
  if (batch.audience !== null) count += await storeAudience(tx, of, batch.audience);
  return count;
}

function whyUnmatched({ tikTokId, postedAt, title }: VideoRecord): string {
  if (tikTokId !== null) return `The video ${tikTokId} is not known; sync the connection first.`;
  const post = title === null ? 'The post' : `The post "${title.slice(0, 60)}"`;
  const time = postedAt === null ? '' : ` of ${postedAt.toISOString()}`;
  return `${post}${time} cannot be told to be one of the videos: just one must be posted within three minutes of it, and no other post.`;
}
