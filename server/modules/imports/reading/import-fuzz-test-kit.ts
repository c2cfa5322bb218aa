import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { messageOf } from '../../../lib/errors.ts';
import { ImportUnreadableError } from '../import.errors.ts';
import type { ImportRecord } from '../import-record.ts';
import { findViolations } from './fuzz-checks-test-kit.ts';
import {
  BYTE_DAMAGES,
  type Damaged,
  type DamageKind,
  GRID_DAMAGES,
  TEXT_DAMAGES,
  writeCsv,
} from './fuzz-corruptions-test-kit.ts';
import { LAST_DAY, makeOriginals, type Original, readOriginals } from './fuzz-originals-test-kit.ts';
import { createRandom, type Random } from './fuzz-random-test-kit.ts';
import { readImport } from './read-import.ts';
import { workbookOf, zipOf } from './reading-test-kit.ts';

export interface FuzzReport {
  runs: number;
  /** Uploads that were refused with a reason. */
  refused: number;
  /** Uploads of which something is told as a problem. */
  partial: number;
  /** Uploads that were read without any problem: the damage said nothing else, or took whole rows away. */
  whole: number;
  figures: number;
  /** What must not be: empty when all is well. */
  violations: string[];
}

type Container = 'plain' | 'zip' | 'stored zip' | 'workbook' | 'workbook in a zip';

const CONTAINERS: Record<Original['content']['kind'], Container[]> = {
  table: ['plain', 'plain', 'zip', 'stored zip', 'workbook', 'workbook in a zip'],
  json: ['plain', 'zip', 'stored zip'],
  workbook: ['workbook', 'workbook in a zip'],
};

/** Beyond any time that a small file takes. */
const TIMEOUT_MS = 10_000;

/**
 * Damages files in `runs` ways and reads them. The same seed makes the same damage.
 *
 * Each run must end, either refused with an `ImportUnreadableError` before the first record, or with records of which no figure
 * is wrong (`fuzz-checks-test-kit.ts` says what can be held to what).
 *
 * @param samples Folder of real exports to damage as well; null for made ones alone.
 */
export async function fuzzImports(options: {
  seed: number;
  runs: number;
  samples: string | null;
}): Promise<FuzzReport> {
  const made = makeOriginals();
  const real = options.samples === null ? [] : await readOriginals(options.samples);
  const report: FuzzReport = { runs: 0, refused: 0, partial: 0, whole: 0, figures: 0, violations: [] };
  const folder = await mkdtemp(join(tmpdir(), 'import-fuzz-'));
  try {
    for (let run = 0; run < options.runs; run += 1) {
      const random = createRandom(options.seed * 1_000_003 + run);
      // Half of the runs damage real files where there are any.
      const original = random.pick(real.length > 0 && run % 2 === 0 ? real : made);
      const damaged = damage(structuredClone(original), random);
      const path = join(folder, 'upload');
      await writeFile(path, damaged.bytes);
      add(report, `run ${run}, ${damaged.label}`, damaged, await read(path, damaged.name));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return report;
}

interface Outcome {
  records: ImportRecord[];
  error: unknown;
}

async function read(path: string, name: string): Promise<Outcome> {
  const records: ImportRecord[] = [];
  const reading = (async (): Promise<unknown> => {
    try {
      for await (const record of readImport({ path, name }, { downloadedOn: LAST_DAY, today: LAST_DAY })) {
        records.push(record);
      }
      return null;
    } catch (error) {
      return error;
    }
  })();
  const late = Promise.withResolvers<Error>();
  const timer = setTimeout(() => {
    late.resolve(new Error(`no end after ${TIMEOUT_MS} ms`));
  }, TIMEOUT_MS);
  const error = await Promise.race([reading, late.promise]);
  clearTimeout(timer);
  return { records, error };
}

function add(report: FuzzReport, label: string, damaged: Damaged, { records, error }: Outcome): void {
  report.runs += 1;
  const violate = (what: string): void => {
    report.violations.push(`${label}: ${what}`);
  };
  if (error !== null) {
    report.refused += 1;
    if (!(error instanceof ImportUnreadableError)) violate(`failed with ${messageOf(error)}`);
    else if (!/^[A-Z].*\.$/s.test(error.message)) violate(`refused without a sentence: ${error.message}`);
    if (records.length > 0) violate('refused after the first record');
    return;
  }
  if (records.some(({ kind }) => kind === 'PROBLEM')) report.partial += 1;
  else report.whole += 1;
  const found = findViolations(damaged, records);
  report.figures += found.figures;
  found.violations.forEach(violate);
}

function damage(original: Original, random: Random): Damaged {
  const { kind } = original.content;
  const container = random.pick(CONTAINERS[kind]);
  const draw = random.below(10);
  if (draw < 3) return damageBytes(original, container, random);
  if (draw < 7 && kind === 'table') return damageGrid(original, container, random);
  return damageText(original, container, random);
}

function damageGrid(original: Original, container: Container, random: Random): Damaged {
  const { content } = original;
  if (content.kind !== 'table') throw new TypeError('Only a table has cells.');
  const { name, damage: apply } = random.pick(GRID_DAMAGES);
  const grid = apply(content.grid, random);
  const isText = !container.startsWith('workbook');
  const inner = isText ? writeCsv({ ...content, grid }) : workbookOf({ Overview: grid });
  return finish(original, container, inner, name, 'STRUCTURE');
}

function damageText(original: Original, container: Container, random: Random): Damaged {
  const { name, damage: apply, kind } = random.pick(TEXT_DAMAGES);
  if (container.startsWith('workbook')) {
    // Its text is XML, which holds places and types besides figures.
    const parts = unzipSync(whole(original, container) as Uint8Array);
    const part = random.pick(['xl/worksheets/sheet1.xml', 'xl/worksheets/sheet1.xml', 'xl/workbook.xml']);
    parts[part] = strToU8(apply(strFromU8(parts[part]!), random));
    return finish(original, container, zipOf(parts), `${name} in ${part}`, 'TEXT');
  }
  const text = apply(whole(original, container) as string, random);
  const isUnquoted = original.content.kind === 'table' && !original.content.isQuoted;
  return finish(original, container, text, name, isUnquoted ? 'TEXT' : kind);
}

/** Checksums see what happens to a container; nothing sees it in a plain file. */
function damageBytes(original: Original, container: Container, random: Random): Damaged {
  const { name, damage: apply } = random.pick(BYTE_DAMAGES);
  const intact = finish(original, container, whole(original, container), '', 'STRUCTURE');
  const bytes = apply(Buffer.from(intact.bytes), random);
  if (container !== 'plain') return { ...intact, label: `${intact.label}${name}`, bytes, lines: null };
  return finish(original, container, bytes, name, 'TEXT');
}

function whole({ content }: Original, container: Container): string | Uint8Array {
  if (content.kind === 'json') return content.text;
  if (content.kind === 'workbook') return content.bytes;
  return container.startsWith('workbook') ? workbookOf({ Overview: content.grid }) : writeCsv(content);
}

function finish(
  original: Original,
  container: Container,
  inner: string | Uint8Array,
  damageName: string,
  kind: DamageKind,
): Damaged {
  const isWorkbook = container.startsWith('workbook');
  const innerName = isWorkbook ? original.name.replace(/\.\w+$/, '.xlsx') : original.name;
  const isZip = container.includes('zip');
  const bytes = typeof inner === 'string' ? strToU8(inner) : inner;
  const text = isWorkbook ? sheetText(bytes) : Buffer.from(bytes).toString('utf8');
  return {
    label: `${innerName} (${container}): ${damageName}`,
    name: isZip ? 'Followers_some.handle.zip' : innerName,
    bytes: isZip ? zipOf({ [innerName]: bytes }, { level: container === 'stored zip' ? 0 : 6 }) : bytes,
    kind,
    original,
    pieces: text === null ? null : piecesOf(text, isWorkbook ? 'workbook' : original.content.kind),
    lines: isWorkbook || original.content.kind === 'json' ? null : countLines(text!),
  };
}

function sheetText(workbook: Uint8Array): string | null {
  const sheet = unzipSync(workbook)['xl/worksheets/sheet1.xml'];
  return sheet === undefined ? null : strFromU8(sheet);
}

/** Lines that begin with a cell; others are empty or the rest of a cell that was broken in two. */
function countLines(text: string): number {
  return linesOf(text).filter((line) => /^\uFEFF?"?[^\s",;|\uFEFF]/.test(line)).length;
}

/** Texts that hold one row or item each. */
function piecesOf(text: string, kind: Original['content']['kind']): string[] {
  if (kind === 'workbook') return text.split('<row');
  return kind === 'json' ? text.split('{') : linesOf(text);
}

/** A lone carriage return ends a line only where no line ends otherwise. */
function linesOf(text: string): string[] {
  return text.split(text.includes('\n') ? /\r?\n/ : '\r');
}
