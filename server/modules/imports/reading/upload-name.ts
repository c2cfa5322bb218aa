import { isDate } from '../../../lib/time.ts';

/** What TikTok's names of downloads tell. Each is null where the name does not. */
export interface UploadName {
  /** In lower case. */
  handle: string | null;
  /** First day of the window, YYYY-MM-DD. */
  firstDay: string | null;
  /** The UTC day of the download. */
  downloadedOn: string | null;
}

/** `Overview_2025-08-28_1787841428_handle.zip`: first day of the window, download in seconds since 1970, handle. */
const OVERVIEW = /^Overview_(\d{4}-\d{2}-\d{2})_(\d{10})_([\w.]{1,24})$/i;
const OTHER_SECTION = /^(?:Content|Viewers|Followers)_([\w.]{1,24})$/i;
/** `TikTok_Data_1735588272.zip`: a data export, made at that second. */
const DATA_EXPORT = /^TikTok_Data_(\d{10})$/i;
/** What browsers add to the name of a second download. */
const COPY = / ?\(\d+\)$|-\d+$/;
const EARLIEST = '2018-01-01';

/** Reads the name that TikTok gives to a ZIP; another file's name tells nothing. No download is after `today`. */
export function readUploadName(fileName: string, today: string): UploadName {
  const name = fileName.replace(/^.*[/\\]/, '');
  const stem = /^(.+)\.zip$/i.exec(name)?.[1]?.replace(COPY, '');
  const overview = OVERVIEW.exec(stem ?? '');
  if (overview !== null) {
    const [, firstDay, seconds, handle] = overview;
    return {
      handle: handle!.toLowerCase(),
      firstDay: isDate(firstDay!) ? firstDay! : null,
      downloadedOn: plausibleDay(new Date(Number(seconds) * 1000), today),
    };
  }
  const seconds = DATA_EXPORT.exec(stem ?? '')?.[1];
  if (seconds !== undefined) {
    return {
      handle: null,
      firstDay: null,
      downloadedOn: plausibleDay(new Date(Number(seconds) * 1000), today),
    };
  }
  const handle = OTHER_SECTION.exec(stem ?? '')?.[1]?.toLowerCase() ?? null;
  return { handle, firstDay: null, downloadedOn: null };
}

/** The UTC day of a time that can be that of a download; null of any other, such as the 1980 of a ZIP without times. */
export function plausibleDay(time: Date, today: string): string | null {
  if (Number.isNaN(time.getTime())) return null;
  const day = time.toISOString().slice(0, 10);
  return day >= EARLIEST && day <= today ? day : null;
}
