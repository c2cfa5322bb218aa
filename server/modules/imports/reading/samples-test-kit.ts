import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { DayRecord } from '../import-record.ts';
import { readOriginals, type Truth } from './fuzz-originals-test-kit.ts';
import { readPath } from './reading-test-kit.ts';

export interface SamplesReport {
  files: number;
  figures: number;
  /** What differs from what the files say: empty when all is well. */
  violations: string[];
}

/** Reads every real export of a folder and compares all its days and figures with another reading of the same text. */
export async function checkSamples(folder: string): Promise<SamplesReport> {
  const report: SamplesReport = { files: 0, figures: 0, violations: [] };
  for (const { name, truth } of await readOriginals(folder)) {
    const { days, files, problems } = await readPath(join(folder, name), name);
    const read = new Map(days.map((day) => [day.date, figuresOf(day)]));
    report.files += files.length;
    report.figures += [...read.values()].reduce((sum, figures) => sum + Object.keys(figures).length, 0);
    if (files.length !== 1) report.violations.push(`${name}: ${files.length} files`);
    for (const { message } of problems) report.violations.push(`${name}: ${message}`);
    report.violations.push(...differences(truth, read).map((difference) => `${name}: ${difference}`));
  }
  return report;
}

function figuresOf({
  kind: _k,
  format: _f,
  place: _p,
  date: _d,
  isYearInferred: _y,
  ...figures
}: DayRecord): Record<string, number> {
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== null),
  );
}

function differences(truth: Truth, read: Truth): string[] {
  return [...new Set([...truth.keys(), ...read.keys()])]
    .filter((date) => !isDeepStrictEqual(truth.get(date), read.get(date)))
    .map((date) => `${date} is ${JSON.stringify(read.get(date))}, not ${JSON.stringify(truth.get(date))}`);
}
