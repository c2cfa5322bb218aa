/**
 * `node bench/imports/memory.ts`: memory and time of reading the largest uploads, each in a process of its own: a data export of
 * 200 MB, the same in a ZIP, the largest CSV file and the largest workbook. Ends with 1 where one takes more than its limit.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { readImport } from '../../server/modules/imports/reading/read-import.ts';
import { workbookOf } from '../../server/modules/imports/reading/reading-test-kit.ts';

/** Resident set of the whole process, Node's own 90 MB included. */
const LIMIT_MB = { streamed: 220, table: 400 };
const EXPORT_BYTES = 200_000_000;
const TABLE_BYTES = 15_500_000;

async function compare(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'creatorgraph-imports-'));
  try {
    const files: [path: string, limit: number][] = [
      [await writeDataExport(folder, 'user_data_tiktok.json', null), LIMIT_MB.streamed],
      [await writeDataExport(folder, 'deflated.zip', ZipDeflate), LIMIT_MB.streamed],
      [await writeDataExport(folder, 'stored.zip', ZipPassThrough), LIMIT_MB.streamed],
      [await writeCsv(folder), LIMIT_MB.table],
      [await writeWorkbook(folder), LIMIT_MB.table],
    ];
    let exceeded = 0;
    for (const [path, limit] of files) {
      const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), path], {
        encoding: 'utf8',
      });
      const { records, milliseconds, peakMb } = JSON.parse(output) as Measured;
      const megabytes = Math.round((await stat(path)).size / 1e6);
      const verdict = peakMb <= limit ? 'ok' : 'TOO MUCH';
      console.log(
        `${path.slice(folder.length + 1)} (${megabytes} MB): ${records} records in ${milliseconds} ms, ${peakMb} of ${limit} MB: ${verdict}`,
      );
      if (peakMb > limit) exceeded += 1;
    }
    return exceeded === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Measured {
  records: number;
  milliseconds: number;
  peakMb: number;
}

async function measure(path: string): Promise<number> {
  const start = performance.now();
  let records = 0;
  for await (const _ of readImport({ path, name: path }, { downloadedOn: null, today: '2026-11-22' }))
    records += 1;
  const milliseconds = Math.round(performance.now() - start);
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ records, milliseconds, peakMb } satisfies Measured));
  return 0;
}

async function writeDataExport(
  folder: string,
  name: string,
  Entry: (new (name: string) => ZipDeflate | ZipPassThrough) | null,
): Promise<string> {
  const path = join(folder, name);
  const file = createWriteStream(path);
  const write = async (bytes: Uint8Array): Promise<void> => {
    if (!file.write(bytes)) await once(file, 'drain');
  };
  if (Entry === null) {
    for (const text of dataExport()) await write(Buffer.from(text));
  } else {
    const ready: Uint8Array[] = [];
    const zip = new Zip((error, data) => {
      if (error !== null) throw error;
      ready.push(data);
    });
    const entry = new Entry('user_data_tiktok.json');
    zip.add(entry);
    for (const text of dataExport()) {
      entry.push(Buffer.from(text));
      for (const bytes of ready.splice(0)) await write(bytes);
    }
    entry.push(new Uint8Array(), true);
    zip.end();
    for (const bytes of ready) await write(bytes);
  }
  file.end();
  await finished(file);
  return path;
}

/** A third messages, a third likes, a third posts and followers. */
function* dataExport(): Generator<string> {
  const message = `{"Date":"2025-01-01 10:00:00","From":"someone","Content":"${'words '.repeat(12)}"}`;
  yield '{"Direct Message":{"Direct Messages":{"ChatHistory":{"x":[';
  yield* items(EXPORT_BYTES * 0.3, () => message);
  yield ']}}},"Likes and Favorites":{"Like List":{"ItemFavoriteList":[';
  yield* items(
    EXPORT_BYTES * 0.3,
    (index) => `{"date":"2025-01-01 10:00:00","link":"https://www.tiktokv.com/share/video/${index}/"}`,
  );
  yield ']}},"Post":{"Posts":{"VideoList":[';
  yield* items(EXPORT_BYTES * 0.2, (index) => {
    const date = new Date(Date.UTC(2020, 0, 1) + index * 3_600_000)
      .toISOString()
      .slice(0, 19)
      .replace('T', ' ');
    return `{"Date":"${date}","Link":"https://v16.tiktokcdn.com/${'a'.repeat(900)}","Likes":"${index}","Title":"N/A"}`;
  });
  yield ']}},"Profile And Settings":{"Follower":{"FansList":[';
  yield* items(EXPORT_BYTES * 0.2, (index) => `{"Date":"2025-01-01 10:00:00","UserName":"fan${index}"}`);
  yield ']},"Profile Info":{"ProfileMap":{"userName":"someone","followerCount":"1200"}}},"Your Activity":{}}';
}

function* items(bytes: number, item: (index: number) => string): Generator<string> {
  let text = '';
  for (let index = 0, written = 0; written < bytes; index += 1) {
    const next = index === 0 ? item(index) : `,${item(index)}`;
    written += next.length;
    text += next;
    if (text.length < 64_000) continue;
    yield text;
    text = '';
  }
  yield text;
}

const HEADER = [
  'Time',
  'Video title',
  'Video link',
  'Post time',
  'Total likes',
  'Total comments',
  'Total shares',
  'Total views',
];
const ROWS = 19_000;

function tableRow(index: number, titleLength: number): string[] {
  const id = (BigInt(Date.UTC(2025, 8, 4, 10) / 1000) << 32n) + BigInt(index);
  const link = `https://www.tiktok.com/@someone/video/${id}`;
  return ['all', 't'.repeat(titleLength), link, 'September 4', '1', '2', '3', String(index)];
}

async function writeCsv(folder: string): Promise<string> {
  const path = join(folder, 'Content.csv');
  const rows = Array.from({ length: ROWS }, (_, index) => tableRow(index, TABLE_BYTES / ROWS - 130));
  await writeFile(path, [HEADER, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n'));
  return path;
}

async function writeWorkbook(folder: string): Promise<string> {
  const path = join(folder, 'Content.xlsx');
  const rows = Array.from({ length: ROWS }, (_, index) => tableRow(index, TABLE_BYTES / ROWS - 400));
  await writeFile(path, workbookOf({ Content: [HEADER, ...rows] }));
  return path;
}

const [measured] = process.argv.slice(2);
process.exitCode = measured === undefined ? await compare() : await measure(measured);
