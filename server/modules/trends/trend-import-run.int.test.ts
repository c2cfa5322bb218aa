import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../../data/database.ts';
import { FileNotFoundError } from '../../data/file-store.ts';
import { newId } from '../../lib/ids.ts';
import { Killed, mortal } from '../../testing/mortal.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { fileKeyOf } from '../imports/read-import.job.ts';
import { giveUpTrendImport, runTrendImport } from './trend-import-run.service.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  // Attempts are made by hand here.
  await server.runtime.services.queue.stop({ graceMs: 1_000 });
});
afterAll(() => server.stop());
beforeEach(() => services().database.execute('DELETE FROM "TikTokTrend"; DELETE FROM "AnalyticsImport"'));

const services = () => server.runtime.services;
const { signal: NEVER } = new AbortController();
const keyOf = (importId: string) => ({ ownerId: decodeGlobalId(server.workspace.id).id, importId });
const ROWS = 2_500;

/** A table of several batches, in which each hashtag of the first 2,400 is named once, and then 100 of them again. */
const LONG = [
  'date,rank,hashtag',
  ...Array.from({ length: ROWS }, (_, index) => `2026-01-01,1,tag${String(index % 2_400)}`),
].join('\n');

/** An import that waits to be read. */
async function begun(content: string, given: object = {}): Promise<string> {
  const importId = newId();
  const { ownerId: workspaceId } = keyOf(importId);
  await services().files.put(fileKeyOf(keyOf(importId)), Buffer.from(content), { contentType: 'text/csv' });
  await services().database.prisma.analyticsImport.create({
    data: {
      id: importId,
      workspaceId,
      fileName: 'list.csv',
      mode: 'STORE',
      region: 'US',
      createdAt: new Date('2026-02-01T12:00:00Z'),
      ...given,
    },
  });
  return importId;
}

const stored = (importId: string) =>
  services().database.prisma.analyticsImport.findUniqueOrThrow({ where: { id: importId } });

describe('an import of trends that is killed', () => {
  // The claim, three batches, and the end.
  it.each([1, 2, 3, 4])(
    'after %i transactions comes to the same end when it is run again',
    async (killedAfter) => {
      const importId = await begun(LONG);
      const dying = runTrendImport(
        { ...services(), database: mortal(services().database, killedAfter) },
        keyOf(importId),
        NEVER,
      );
      await expect(dying).rejects.toThrow(Killed);
      expect(await stored(importId)).toMatchObject({ status: 'RUNNING' });

      await runTrendImport(services(), keyOf(importId), NEVER);
      expect(await stored(importId)).toMatchObject({
        status: 'COMPLETED',
        attempt: 2,
        rowsRead: 2_500n,
        rowsStored: 2_400n,
        rowsUnchanged: 100n,
        rowsRefused: 0n,
      });
      expect(await services().database.prisma.trendObservation.count()).toBe(2_400);
      await expect(services().files.size(fileKeyOf(keyOf(importId)))).rejects.toThrow(FileNotFoundError);
    },
  );

  it('and thought dead changes nothing any more', async () => {
    const importId = await begun(LONG);
    const { database } = services();
    let transactions = 0;
    const slow: Database = {
      ...database,
      prisma: database.prisma,
      async transaction(work) {
        transactions += 1;
        // In its second batch it stands still, and another attempt brings the import to its end.
        if (transactions === 3) await runTrendImport(services(), keyOf(importId), NEVER);
        return database.transaction(work);
      },
    };
    await runTrendImport({ ...services(), database: slow }, keyOf(importId), NEVER);
    expect(transactions).toBe(3);
    expect(await stored(importId)).toMatchObject({ status: 'COMPLETED', attempt: 2, rowsStored: 2_400n });
  });

  it('reads a list that says no day as of the day on which the file came', async () => {
    const importId = await begun('hashtag\ntag');
    await runTrendImport(services(), keyOf(importId), NEVER);
    expect(await stored(importId)).toMatchObject({
      from: new Date('2026-02-01'),
      to: new Date('2026-02-01'),
    });
  });

  it('counts in a dry run as storing would, over all batches', async () => {
    const importId = await begun(LONG, { mode: 'DRY_RUN' });
    await runTrendImport(services(), keyOf(importId), NEVER);
    expect(await stored(importId)).toMatchObject({ rowsStored: 2_400n, rowsUnchanged: 100n });
    expect(await services().database.prisma.tikTokTrend.count()).toBe(0);
  });
});

describe('an import of trends that cannot be', () => {
  it('says why, and keeps no file', async () => {
    const importId = await begun('{"code":40101,"msg":"no permission"}');
    await runTrendImport(services(), keyOf(importId), NEVER);
    expect(await stored(importId)).toMatchObject({
      status: 'FAILED',
      error: { code: 'IMPORT_UNREADABLE', message: expect.stringContaining('40101'), retryable: false },
      finishedAt: expect.any(Date),
    });
    expect(await services().files.count('imports/')).toBe(0);
  });

  it('is given up after the last try', async () => {
    const importId = await begun(LONG);
    await services().files.remove(fileKeyOf(keyOf(importId)));
    await expect(runTrendImport(services(), keyOf(importId), NEVER)).rejects.toThrow(FileNotFoundError);
    await giveUpTrendImport(services(), keyOf(importId));
    expect(await stored(importId)).toMatchObject({ status: 'FAILED', error: { code: 'RETRIES_EXHAUSTED' } });
  });
});
