/** TikTok has no day before its first, YYYY-MM-DD. */
export const FIRST_DAY = '2016-09-01';

/** Caps of reading an upload. What is above them is refused, never cut. */
export const READ_LIMITS = {
  /** Entries of a ZIP; TikTok's have 1 to 4. */
  zipEntries: 100,
  /** Unzipped bytes for each zipped one, of an entry. Deflate reaches 1,032 with a file of one repeated byte. */
  zipRatio: 200,
  /** Below this many unzipped bytes of an entry the ratio says nothing: short tables repeat themselves. */
  zipRatioFrom: 1_000_000,
  /** Of all entries that are read, counted while inflating. */
  unzippedBytes: 512 * 1024 * 1024,
  /** Of a CSV file or, unzipped, a workbook: a table is held in memory, since its last row tells the year of its first. */
  tableBytes: 16 * 1024 * 1024,
  /** Rows of a table below its header; TikTok's longest known one has 365, and one of videos has as many as the account. */
  tableRows: 20_000,
  /** Columns of a table; TikTok's widest known one has 17. */
  tableColumns: 100,
  /** Bytes of one row: a caption has at most 4,000 characters. */
  rowBytes: 64 * 1024,
  /** Open brackets and braces of a data export; TikTok's have 6. */
  jsonDepth: 32,
  /** Bytes of one string or number of a data export: a post of 35 photos has 35 addresses in one string. */
  jsonTokenBytes: 1024 * 1024,
  /** Bytes of one answer of TikTok or one item of a list: the longest known answer has 100 hashtags and half a megabyte. */
  jsonValueBytes: 8 * 1024 * 1024,
  /** Characters of a caption; TikTok allows 4,000. */
  titleLength: 5_000,
  /** Characters of all captions of a data export. */
  titlesLength: 32 * 1024 * 1024,
  /** Posts of a data export: they are held in memory until the file is known to be whole. */
  posts: 200_000,
} as const;
