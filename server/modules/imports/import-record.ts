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
  /** To the second; from the id where there is one, since Studio prints the browser's local day. */
  postedAt: Date;
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

/** A row that cannot be stored, and why. */
export interface ProblemRecord {
  kind: 'PROBLEM';
  place: RowPlace;
  column: string | null;
  message: string;
}

export type ImportRecord =
  DayRecord | VideoRecord | ProfileRecord | AudienceShareRecord | AudienceHourRecord | ProblemRecord;
