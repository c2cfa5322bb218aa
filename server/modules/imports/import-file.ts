import { dayHash } from './import-batch.ts';
import type { AudiencePart, AudienceRow, DayRow, ProfileRow, Provenance } from './import-batch.ts';
import type {
  AudienceHourRecord,
  AudienceShareRecord,
  DayRecord,
  FileRecord,
  VideoRecord,
} from './import-record.ts';
import type { KnownFile } from './imported-files.ts';

/** A file that is being read, with what of it waits to be stored. */
export interface OpenFile {
  of: Provenance;
  contentHash: string;
  /** The hashes that it is remembered under. */
  hashes: string[];
  known: KnownFile | null;
  /** Years that are added to days without one, so that they are as first read; null before the first. */
  yearShift: number | null;
  firstDate: string | null;
  /** It came before in the same upload. */
  isRepeated: boolean;
  /** Days and videos that it told of. */
  seen: Set<string>;
  days: DayRow[];
  videos: VideoRecord[];
  profile: ProfileRow | null;
  audience: AudienceRow | null;
}

/** The hours of a week are 168, territories some 250. */
const MAX_AUDIENCE_PARTS = 1_000;
const NOON_MS = 12 * 3_600_000;

/**
 * @param containerHash of the file that it is in; its own where it is no sheet of a workbook.
 * @param now no counter is of a later instant.
 */
export function openFile(
  { contentHash, downloadedOn, format }: FileRecord,
  owner: Pick<Provenance, 'connectionId' | 'importId'>,
  {
    containerHash,
    known,
    isRepeated,
    now,
  }: {
    containerHash: string;
    known: KnownFile | null;
    isRepeated: boolean;
    now: Date;
  },
): OpenFile {
  // The middle of the day is of the same date in nearly all zones.
  const noon = new Date(Date.parse(downloadedOn) + NOON_MS);
  return {
    of: {
      ...owner,
      downloadedOn,
      capturedAt: noon < now ? noon : now,
      source: format.startsWith('data-export') ? 'DATA_EXPORT' : 'STUDIO_EXPORT',
    },
    contentHash,
    hashes: [...new Set([contentHash, containerHash])],
    known,
    yearShift: null,
    firstDate: null,
    isRepeated,
    seen: new Set(),
    days: [],
    videos: [],
    profile: null,
    audience: null,
  };
}

/** @returns the day that it is stored under, or why it cannot be. */
export function takeDay(file: OpenFile, record: DayRecord): { date: string } | { problem: string } {
  const date = dateOf(file, record);
  if (date === null) {
    return { problem: `The year that this file was first read under has no ${record.date.slice(5)}.` };
  }
  if (file.seen.has(date)) return { problem: `The day ${date} stands in the file twice.` };
  file.seen.add(date);
  file.firstDate ??= date;
  if (!file.isRepeated) {
    const { views, likes, comments, shares, followersGained, followers, profileViews, viewers } = record;
    const figures = { views, likes, comments, shares, followersGained, followers, profileViews, viewers };
    const contentHash = dayHash(file.of.connectionId, record.format, date, figures);
    file.days.push({ contentHash, date, ...figures });
  }
  return { date };
}

/** @returns why it cannot be stored; null where it can. */
export function takeAudience(
  file: OpenFile,
  record: AudienceShareRecord | AudienceHourRecord,
): string | null {
  if (file.isRepeated) return null;
  const [dimension, part]: [AudienceRow['dimension'], AudiencePart] =
    record.kind === 'AUDIENCE_SHARE'
      ? [record.dimension, { label: record.label, share: record.share }]
      : ['ACTIVITY', { date: record.date, hour: record.hour, activeFollowers: record.activeFollowers }];
  file.audience ??= { dimension, contentHash: file.contentHash, parts: [] };
  if (file.audience.parts.length === MAX_AUDIENCE_PARTS) {
    return `The file has more than ${String(MAX_AUDIENCE_PARTS)} rows of the audience.`;
  }
  file.audience.parts.push(part);
  return null;
}

function dateOf(file: OpenFile, { date, isYearInferred }: DayRecord): string | null {
  if (!isYearInferred) return date;
  file.yearShift ??= yearOf(file.known?.firstDate ?? date) - yearOf(date);
  return shifted(date, file.yearShift);
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}

/** The same day in another year; null where that has none. */
function shifted(date: string, years: number): string | null {
  if (years === 0) return date;
  const moved = `${String(yearOf(date) + years)}${date.slice(4)}`;
  return new Date(`${moved}T00:00:00Z`).toISOString().startsWith(moved) ? moved : null;
}
