import type { ProblemRecord, RowPlace } from '../../imports/import-record.ts';
import type { TrendSighting } from '../trend-sighting.ts';

/** Every kind of list that is understood, as `AnalyticsImport.format` names it. */
export type TrendFormat = 'creative-center-legacy' | 'creative-center-one' | 'discover-list' | 'csv-trends';

/** A list that was recognised: an answer, several items that stand by themselves, or a table. Its sightings follow. */
export interface TrendListRecord {
  kind: 'LIST';
  format: TrendFormat;
  fileName: string;
  /** SHA-256 of the bytes of its file, hexadecimal. */
  contentHash: string;
  /** The day, in UTC, that it was taken to be of; null where it says itself when it was so. */
  takenOn: string | null;
}

export interface SightingRecord {
  kind: 'SIGHTING';
  place: RowPlace;
  sighting: TrendSighting;
}

export type TrendRecord = TrendListRecord | SightingRecord | ProblemRecord;

/** What an item of a list or a row of a table says by itself. */
export interface ItemReading {
  sighting: Omit<TrendSighting, 'region' | 'capturedAt'>;
  /** Undefined where it does not say; null is world-wide. */
  region: string | null | undefined;
  /** Null where it does not say. */
  capturedAt: Date | null;
  /** What it names an industry by that is not known here. */
  unknownIndustry: string | null;
}
