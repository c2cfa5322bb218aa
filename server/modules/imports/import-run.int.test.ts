import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createFileStore } from '../../data/create-file-store.ts';
import type { Database } from '../../data/database.ts';
import { FileNotFoundError } from '../../data/file-store.ts';
import { newId } from '../../lib/ids.ts';
import { decodeGlobalId } from '../../lib/global-id.ts';
import { Killed, mortal } from '../../testing/mortal.ts';
import { startTestS3 } from '../../testing/s3.ts';
import { addDays } from '../analytics/calendar.ts';
import { discardUpload, giveUpImport, runImport } from './import-run.service.ts';
import { DOWNLOADED, overview, startImportKit } from './imports-test-kit.ts';
import type { ImportKit, PickedFile } from './imports-test-kit.ts';
import { fileKeyOf, uploadsPrefix } from './read-import.job.ts';

let kit: ImportKit;
beforeAll(async () => {
  kit = await startImportKit();
  // Attempts are made by hand here.
  await kit.server.runtime.services.queue.stop({ graceMs: 1_000 });
});
afterAll(() => kit.server.stop());
beforeEach(() => kit.clear());

const services = () => kit.server.runtime.services;
const keyOf = (importId: string) => ({ ownerId: kit.rowId, importId });
const { signal: NEVER } = new AbortController();
const ROWS = 1_200;

/** A table of several batches. */
function longTable(first: number): PickedFile {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const day = addDays('2020-01-01', index).replaceAll('-', '/');
    return `${day},${String(first + index)},1,2,3,4,5,6`;
  });
  const header = 'Date,Video views,Reached audience,Profile views,Likes,Shares,Comments,Net growth';
  return { name: 'Overview.csv', content: [header, ...rows].join('\n') };
}

async function brought(file: PickedFile, input: object = {}): Promise<string> {
  const { id } = await kit.bring(file, input);
  return decodeGlobalId(id).id;
}

const stored = (importId: string) =>
  services().database.prisma.analyticsImport.findUniqueOrThrow({ where: { id: importId } });

describe('an import that is killed', () => {
  it('after any of its transactions comes to the same end when it is run again', async () => {
    const straight = await brought(longTable(0));
    await runImport(services(), keyOf(straight), NEVER);
    const expected = await stored(straight);
    expect(expected).toMatchObject({ status: 'COMPLETED', rowsRead: 1200n, rowsStored: 1200n });
    // The claim, three batches, and the end.
    const TRANSACTIONS = 5;
    for (let killedAfter = 1; killedAfter < TRANSACTIONS; killedAfter += 1) {
      await kit.clear();
      const importId = await brought(longTable(0));
      const dying = runImport(
        { ...services(), database: mortal(services().database, killedAfter) },
        keyOf(importId),
        NEVER,
      );
      await expect(dying).rejects.toThrow(Killed);
      expect(await stored(importId)).toMatchObject({ status: 'RUNNING' });
      expect(await services().files.size(fileKeyOf(keyOf(importId)))).toBeGreaterThan(0);

      await runImport(services(), keyOf(importId), NEVER);
      const { rowsRead, rowsStored, rowsUnchanged, rowsRefused, from, to, status, attempt } =
        await stored(importId);
      expect({ rowsRead, rowsStored, rowsUnchanged, rowsRefused, from, to, status, attempt }).toEqual({
        rowsRead: expected.rowsRead,
        rowsStored: expected.rowsStored,
        rowsUnchanged: 0n,
        rowsRefused: 0n,
        from: expected.from,
        to: expected.to,
        status: 'COMPLETED',
        attempt: 2,
      });
      expect(await services().database.prisma.importedDay.count()).toBe(ROWS);
      await expect(services().files.size(fileKeyOf(keyOf(importId)))).rejects.toThrow(FileNotFoundError);
    }
  }, 60_000);

  it('by its signal throws and is run again', async () => {
    const importId = await brought(longTable(0));
    const controller = new AbortController();
    const { database } = services();
    const aborting: Database = {
      ...database,
      prisma: database.prisma,
      async transaction(work) {
        const result = await database.transaction(work);
        if ((await stored(importId)).rowsRead > 0n) controller.abort(new Killed());
        return result;
      },
    };
    const attempt = runImport({ ...services(), database: aborting }, keyOf(importId), controller.signal);
    await expect(attempt).rejects.toThrow(Killed);
    await runImport(services(), keyOf(importId), NEVER);
    expect(await stored(importId)).toMatchObject({
      status: 'COMPLETED',
      rowsStored: 1200n,
      rowsUnchanged: 0n,
    });
  });

  it('and thought dead changes nothing any more', async () => {
    const importId = await brought(longTable(0));
    const { database } = services();
    let transactions = 0;
    const slow: Database = {
      ...database,
      prisma: database.prisma,
      async transaction(work) {
        transactions += 1;
        // In its second batch it stands still, and another attempt brings the import to its end.
        if (transactions === 3) await runImport(services(), keyOf(importId), NEVER);
        return database.transaction(work);
      },
    };
    await runImport({ ...services(), database: slow }, keyOf(importId), NEVER);
    expect(transactions).toBe(3);
    expect(await stored(importId)).toMatchObject({
      status: 'COMPLETED',
      attempt: 2,
      rowsRead: 1200n,
      rowsStored: 1200n,
      rowsUnchanged: 0n,
    });
  });

  it('after its end only takes its file away', async () => {
    const importId = await brought(overview([1]), DOWNLOADED);
    await runImport(services(), keyOf(importId), NEVER);
    const before = await stored(importId);
    await services().files.put(fileKeyOf(keyOf(importId)), new Uint8Array(1), { contentType: 'text/csv' });
    await runImport(services(), keyOf(importId), NEVER);
    expect(await stored(importId)).toEqual(before);
    expect(await services().files.count('imports/')).toBe(0);
  });
});

describe('an import whose file is in a bucket', () => {
  it('reads it and takes it away', async () => {
    const s3 = await startTestS3();
    const bucket = await createFileStore(s3.config);
    try {
      const importId = await brought(overview([1, 2]), DOWNLOADED);
      await services().files.remove(fileKeyOf(keyOf(importId)));
      const contents = Buffer.from(overview([1, 2]).content as string);
      await bucket.put(fileKeyOf(keyOf(importId)), contents, { contentType: 'text/csv' });
      await runImport({ ...services(), files: bucket }, keyOf(importId), NEVER);
      expect(await stored(importId)).toMatchObject({ status: 'COMPLETED', rowsStored: 2n });
      expect(await bucket.count(uploadsPrefix(kit.rowId))).toBe(0);
    } finally {
      await bucket.close();
      await s3.close();
    }
  });
});

describe('an import that cannot be', () => {
  it('says why, tells of its end, and keeps no file', async () => {
    const importId = await brought(overview([1]), DOWNLOADED);
    // As a file is that is too large to be looked at before.
    await services().files.put(fileKeyOf(keyOf(importId)), Buffer.from('{"Activity":'), {
      contentType: 'text/json',
    });
    await runImport(services(), keyOf(importId), NEVER);
    const { id } = await kit.ended(Buffer.from(`AnalyticsImport:${importId}`).toString('base64url'));
    expect(decodeGlobalId(id).id).toBe(importId);
    expect(await stored(importId)).toMatchObject({
      status: 'FAILED',
      error: { code: 'IMPORT_UNREADABLE', message: expect.any(String), retryable: false },
      rowsStored: 0n,
      finishedAt: expect.any(Date),
    });
    expect(await services().files.count('imports/')).toBe(0);
  });

  it('is given up after the last try', async () => {
    const importId = await brought(overview([1]), DOWNLOADED);
    await services().files.remove(fileKeyOf(keyOf(importId)));
    await expect(runImport(services(), keyOf(importId), NEVER)).rejects.toThrow(FileNotFoundError);
    await giveUpImport(services(), keyOf(importId));
    expect(await stored(importId)).toMatchObject({ status: 'FAILED', error: { code: 'RETRIES_EXHAUSTED' } });
  });

  it('leaves no file where the server died before it began', async () => {
    const { files } = services();
    const [orphan, begun] = [newId(), await brought(overview([1]), DOWNLOADED)];
    await files.put(fileKeyOf(keyOf(orphan)), new Uint8Array(1), { contentType: 'text/csv' });
    // Sent before the file is stored, and long after no request can be under way any more.
    const [job] = await services().database.query<{ seconds: number }>(
      `SELECT extract(epoch FROM start_after - created_on)::float8 AS seconds FROM pgboss.job
       WHERE name = 'imports.discard' AND data ->> 'importId' = $1`,
      [begun],
    );
    expect(job?.seconds).toBeCloseTo(3_600, 0);
    await discardUpload(services(), keyOf(orphan));
    await discardUpload(services(), keyOf(begun));
    await expect(files.size(fileKeyOf(keyOf(orphan)))).rejects.toThrow(FileNotFoundError);
    expect(await files.size(fileKeyOf(keyOf(begun)))).toBeGreaterThan(0);
  });
});
