import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parse } from 'csv-parse/sync';

/** Where the folder with the lists is; it is not part of this repository. */
export const TRENDS_VARIABLE = 'CREATORGRAPH_TRENDS';

/** A hashtag or sound on one of TikTok's lists of 2022, for as long as this list named it. */
export interface ListedTrend {
  /** TikTok's three endpoints have a list each. */
  endpoint: string;
  id: string;
  /** One a day, oldest first. */
  captures: readonly ListedCapture[];
}

export interface ListedCapture {
  /** The day, at 0:00 UTC. */
  at: number;
  /** From 1. */
  position: number;
  /** Views or posts of all time, rounded. */
  count: number;
}

/** Which column says what, of each kind. */
export const KINDS = {
  hashtags: { file: 'hashtags_daily.csv', id: 'challenge_id', count: 'total_views', counted: 'VIEWS' },
  sounds: { file: 'music_daily.csv', id: 'music_id', count: 'posts', counted: 'POSTS' },
} as const;

export type ListedKind = keyof typeof KINDS;

/** Null where nobody says where the lists are. Throws where one is not there or not as it should be. */
export function loadTrends(kind: ListedKind): ListedTrend[] | null {
  const folder = process.env[TRENDS_VARIABLE];
  if (folder === undefined || folder === '') return null;
  const { file, id, count } = KINDS[kind];
  const path = join(folder, file);
  if (!existsSync(path)) throw new Error(`${TRENDS_VARIABLE} names a folder without ${file}.`);
  const trends = new Map<string, { endpoint: string; id: string; captures: Map<number, ListedCapture> }>();
  for (const row of parse<Record<string, string>>(readFileSync(path), { columns: true })) {
    const [endpoint, own] = [text(row, 'endpoint'), text(row, id)];
    const key = `${endpoint} ${own}`;
    const trend = trends.get(key) ?? { endpoint, id: own, captures: new Map<number, ListedCapture>() };
    trends.set(key, trend);
    const at = Date.parse(text(row, 'date'));
    const capture = { at, position: number(row, 'position'), count: number(row, count) };
    // A list may name one twice a day: the better place is its own.
    if (!trend.captures.has(at)) trend.captures.set(at, capture);
  }
  return [...trends.values()].map(({ captures, ...trend }) => ({
    ...trend,
    captures: [...captures.values()].sort((a, b) => a.at - b.at),
  }));
}

function text(row: Record<string, string>, column: string): string {
  const value = row[column];
  if (value === undefined) throw new Error(`A list of trends has no column ${column}.`);
  return value;
}

function number(row: Record<string, string>, column: string): number {
  const value = Number(text(row, column));
  if (!Number.isFinite(value)) throw new Error(`A list of trends has ${text(row, column)} as ${column}.`);
  return value;
}
