import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { say } from '../figures.ts';

/** A video of a real creator, as TikTok's public page showed it on 2020-11-08; counts from 10,000 on are rounded there. */
export interface CreatorVideo {
  id: string;
  /** Milliseconds since 1970 (UTC). */
  postedAt: number;
  /** Without #, each once, lower case. */
  hashtags: readonly string[];
  durationSeconds: number;
  views: number;
  likes: number;
  comments: number;
  shares: number;
  /** Of the creator, when the video was collected. */
  followers: number;
}

/** Videos of one creator, oldest first. */
export interface Creator {
  id: string;
  videos: readonly CreatorVideo[];
}

/** Where the folder with `videos.csv.gz` is; it is not part of this repository. */
export const CREATORS_VARIABLE = 'CREATORGRAPH_CREATORS';

/** The real creators, by id; null where nobody says where they are. Throws where the file is not there. */
export function loadCreators(): Creator[] | null {
  const folder = process.env[CREATORS_VARIABLE];
  if (folder === undefined || folder === '') return null;
  const path = join(folder, 'videos.csv.gz');
  if (!existsSync(path)) throw new Error(`${CREATORS_VARIABLE} names a folder without videos.csv.gz.`);
  const rows = parse<Record<string, string>>(gunzipSync(readFileSync(path)), { columns: true });
  const creators = new Map<string, CreatorVideo[]>();
  for (const row of rows) {
    const videos = creators.get(text(row, 'creator')) ?? [];
    creators.set(text(row, 'creator'), videos);
    videos.push({
      id: text(row, 'video_id'),
      postedAt: number(row, 'create_time') * 1_000,
      hashtags: [...new Set(text(row, 'hashtags').toLowerCase().split(' ').filter(Boolean))],
      durationSeconds: number(row, 'duration_s'),
      views: number(row, 'views'),
      likes: number(row, 'likes'),
      comments: number(row, 'comments'),
      shares: number(row, 'shares'),
      followers: number(row, 'creator_followers'),
    });
  }
  return [...creators]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, videos]) => ({ id, videos: videos.sort((a, b) => a.postedAt - b.postedAt) }));
}

/** Those with so many videos, for a part that shuffles them; null, and said so, where nobody says where they are. */
export function creatorsWith(least: number): Creator[] | null {
  const creators = loadCreators();
  if (creators === null) say(`  real creators: skipped, ${CREATORS_VARIABLE} names no folder.`);
  return creators?.filter(({ videos }) => videos.length >= least) ?? null;
}

function text(row: Record<string, string>, column: string): string {
  const value = row[column];
  if (value === undefined) throw new Error(`videos.csv.gz has no column ${column}.`);
  return value;
}

function number(row: Record<string, string>, column: string): number {
  const value = Number(text(row, column));
  if (!Number.isFinite(value)) throw new Error(`videos.csv.gz: ${column} is ${text(row, column)}.`);
  return value;
}
