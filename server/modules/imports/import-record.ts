/** Every kind of file that is understood, as `AnalyticsImport.format` names it. */
export const IMPORT_FORMATS = [
  'studio-overview',
  'studio-content',
  'studio-viewers',
  'studio-follower-history',
  'studio-follower-activity',
  'studio-follower-gender',
  'studio-follower-territories',
  'business-suite-overview',
  'business-suite-followers',
  'business-suite-content',
  'data-export-a',
  'data-export-b',
  'data-export-c',
] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** What told the day on which TikTok made a file, best first. */
export const DOWNLOAD_DAY_SOURCES = [
  /** The same content was read before under this day. */
  'EARLIER_IMPORT',
  /** The person says so: `downloadedOn`. */
  'INPUT',
  /** Seconds since 1970 in the name of TikTok's ZIP. */
  'FILE_NAME',
  /** Time of the entry in the ZIP. */
  'ENTRY_TIME',
  /** Nothing tells: the day of the import. */
  'TODAY',
] as const;
export type DownloadDaySource = (typeof DOWNLOAD_DAY_SOURCES)[number];

/** A file that was recognised: the upload itself, an entry of a ZIP, or a sheet of a workbook. Its records follow. */
export interface FileRecord {
  kind: 'FILE';
  format: ImportFormat;
  fileName: string;
  /** SHA-256 of the file's bytes, hexadecimal: the same content has the same, whatever it is called or packed in. */
  contentHash: string;
  /** Rows below the header; posts of a data export. */
  rows: number;
  /** The day, in UTC, on which TikTok made the file: lifetime counters are of this day. */
  downloadedOn: string;
  downloadDaySource: DownloadDaySource;
  /** Whose file it is, in lower case; null where nothing in it says. */
  handle: string | null;
  /** Where the handle stands: the ZIP's name, the links of the videos, or the profile of a data export. */
  handleSource: 'FILE_NAME' | 'VIDEO_LINKS' | 'PROFILE' | null;
}

/** Where in the upload a row stands. */
export interface RowPlace {
  /** Entry of the archive, or the file's own name. */
  fileName: string;
  /** From 1, the header included; null for a whole file and for JSON. */
  row: number | null;
}

/**
 * One account-day, in UTC. Counts are what happened on the day and may be negative; `followers` stands at its end. Null
 * is unknown ("undefined", `NAN`, `--`, an absent column), never 0.
 */
export interface DayRecord {
  kind: 'DAY';
  format: ImportFormat;
  place: RowPlace;
  /** YYYY-MM-DD. */
  date: string;
  /** The file wrote no year: it follows from the day of the download and the order of the rows. */
  isYearInferred: boolean;
  views: number | null;
  profileViews: number | null;
  viewers: number | null;
  likes: number | null;
  comments: number | null;
  shares: number | null;
  followersGained: number | null;
  followers: number | null;
}

/** A video's lifetime counters at the time of the download. */
export interface VideoRecord {
  kind: 'VIDEO';
  format: ImportFormat;
  place: RowPlace;
  /** From the link; null in data exports, whose links name no video. */
  tikTokId: string | null;
  /**
   * To the second, UTC; from the id where there is one, since Studio prints the browser's local day. Null where the id
   * holds no time (videos of musical.ly) or another than the file prints.
   */
  postedAt: Date | null;
  title: string | null;
  views: number | null;
  likes: number | null;
  comments: number | null;
  shares: number | null;
}

/** The account itself, as a data export tells it. */
export interface ProfileRecord {
  kind: 'PROFILE';
  format: ImportFormat;
  place: RowPlace;
  userName: string | null;
  followers: number | null;
  following: number | null;
  likes: number | null;
}

/** A part of the audience: 0–1 of it. */
export interface AudienceShareRecord {
  kind: 'AUDIENCE_SHARE';
  format: ImportFormat;
  place: RowPlace;
  dimension: 'GENDER' | 'TERRITORY';
  /** As exported: Female, FR, Others. */
  label: string;
  share: number;
}

/** Followers active in an hour, UTC. */
export interface AudienceHourRecord {
  kind: 'AUDIENCE_HOUR';
  format: ImportFormat;
  place: RowPlace;
  /** YYYY-MM-DD. */
  date: string;
  /** 0–23. */
  hour: number;
  activeFollowers: number | null;
}

/** What cannot be stored, and why. */
export interface ProblemRecord {
  kind: 'PROBLEM';
  /** What is left out: one row (or post), one column of all rows, or a whole file. */
  scope: 'ROW' | 'COLUMN' | 'FILE';
  place: RowPlace;
  column: string | null;
  message: string;
}

export type ImportRecord =
  | FileRecord
  | DayRecord
  | VideoRecord
  | ProfileRecord
  | AudienceShareRecord
  | AudienceHourRecord
  | ProblemRecord;
