import type { ImportFormat } from '../import-record.ts';

/** What a column holds, under one name for all formats and languages. */
export type Field =
  | 'date'
  | 'hour'
  | 'views'
  | 'profileViews'
  | 'viewers'
  | 'likes'
  | 'comments'
  | 'shares'
  | 'followers'
  | 'followersGained'
  | 'followersNew'
  | 'followersLost'
  | 'activeFollowers'
  | 'gender'
  | 'territory'
  | 'share'
  | 'title'
  | 'link'
  | 'postedAt';

type TableFormatName = Exclude<ImportFormat, `data-export-${string}`>;

interface TableFormat {
  format: TableFormatName;
  /** Names of the columns that are read, English first; compared without case and outer spaces. */
  columns: Partial<Record<Field, readonly string[]>>;
  /** A header that has all of these is of this format. */
  required: readonly Field[];
  /** Names of columns of which at least one must be there as well. */
  requiredAny?: readonly string[];
  /** Names that will do instead of `requiredAny`, written exactly so. */
  exactly?: readonly string[];
  /** Names of columns that are known and not read. */
  unread: readonly string[];
}

/**
 * Columns of Business Suite that Studio lacks. One of them tells the two apart, whose other columns are called alike.
 * Swedish is the one translation that was seen.
 */
const BUSINESS_ONLY = [
  'Reached audience',
  'Målgrupp som nåtts',
  'Product link clicks',
  'Klick på produktlänkar',
  'Product link complete payment',
  'Produktlänk genomför betalning',
  'Product link GMV',
  'GMV för produktlänkar',
  'Website clicks',
  'Webbplatsklickar',
  'Phone number clicks',
  'Telefonnummerklickar',
  'Leads submission',
  'Insamlade leads',
  'App download link clicks',
  'Engaged audience',
  'Klick på nedladdningslänk för app',
];

/** The first that fits is taken. */
const TABLE_FORMATS: readonly TableFormat[] = [
  {
    format: 'business-suite-followers',
    columns: { date: ['Date', 'Datum'], followers: ['Total followers'] },
    required: ['date', 'followers'],
    // New followers are counted without those who left, so they are no gain.
    unread: ['New followers', 'Nya följare', ...BUSINESS_ONLY],
  },
  {
    format: 'business-suite-overview',
    columns: {
      date: ['Date', 'Datum'],
      views: ['Video views', 'Videovisningar'],
      profileViews: ['Profile views', 'Profilvisningar'],
      likes: ['Likes', 'Gilla-markeringar'],
      shares: ['Shares', 'Delningar'],
      comments: ['Comments', 'Kommentarer'],
      followersGained: ['Net growth', 'Nettotillväxt'],
      followersNew: ['New followers', 'Nya följare'],
      followersLost: ['Lost followers', 'Tappade följare'],
      // "The total number of unique users who watched your videos": help.hootsuite.com, TikTok Business metrics.
      viewers: ['Reached audience', 'Målgrupp som nåtts'],
    },
    required: ['date', 'views'],
    requiredAny: [...BUSINESS_ONLY, 'Net growth', 'Nettotillväxt', 'Lost followers', 'Tappade följare'],
    // Studio writes "Video Views". Taken for Studio's, new followers would be read as a gain.
    exactly: ['Video views', 'Videovisningar'],
    unread: BUSINESS_ONLY,
  },
  {
    format: 'business-suite-content',
    columns: {
      title: ['Video title', 'Videotitel'],
      link: ['Video link', 'Videolänk'],
      postedAt: ['Post time', 'Publiceringstid'],
      views: ['Video views', 'Videovisningar'],
      likes: ['Likes', 'Gilla-markeringar'],
      comments: ['Comments', 'Kommentarer'],
      shares: ['Shares', 'Delningar'],
    },
    required: ['link', 'views'],
    unread: ['Add to Favorites', 'Lägg till i Favoriter'],
  },
  {
    format: 'studio-content',
    columns: {
      title: ['Video title'],
      link: ['Video link'],
      postedAt: ['Post time'],
      views: ['Total views'],
      likes: ['Total likes'],
      comments: ['Total comments'],
      shares: ['Total shares'],
    },
    required: ['link', 'views'],
    unread: ['Time', 'Views in the last 7 days'],
  },
  {
    format: 'studio-overview',
    columns: {
      date: ['Date'],
      views: ['Video views'],
      profileViews: ['Profile views'],
      likes: ['Likes'],
      comments: ['Comments'],
      shares: ['Shares'],
      // Net, since it is negative on some days.
      followersGained: ['New followers'],
    },
    required: ['date', 'views'],
    requiredAny: ['Profile views', 'Likes', 'Comments', 'Shares'],
    unread: [],
  },
  {
    format: 'studio-viewers',
    columns: { date: ['Date'], viewers: ['Total viewers'] },
    required: ['date', 'viewers'],
    unread: ['New viewers', 'Returning viewers'],
  },
  {
    format: 'studio-follower-history',
    columns: { date: ['Date'], followers: ['Followers'] },
    required: ['date', 'followers'],
    // Backward in some exports, forward in others.
    unread: ['Difference in followers from previous day'],
  },
  {
    format: 'studio-follower-activity',
    columns: { date: ['Date'], hour: ['Hour'], activeFollowers: ['Active followers'] },
    required: ['date', 'hour', 'activeFollowers'],
    unread: [],
  },
  {
    format: 'studio-follower-gender',
    columns: { gender: ['Gender'], share: ['Distribution'] },
    required: ['gender', 'share'],
    unread: [],
  },
  {
    format: 'studio-follower-territories',
    columns: { territory: ['Top territories'], share: ['Distribution'] },
    required: ['territory', 'share'],
    unread: [],
  },
];

/** What a header says. */
export interface Recognised {
  format: TableFormatName;
  columns: Partial<Record<Field, { index: number; name: string }>>;
  /** Columns that nobody knows. */
  unknown: string[];
}

/** The format of a table with this header; null where it is none, and the name of a column that stands in it twice. */
export function recogniseHeader(header: string[]): Recognised | { twice: string } | null {
  const names = header.map(normalizeName);
  for (const format of TABLE_FORMATS) {
    const recognised = match(format, header, names);
    if (recognised !== null) return recognised;
  }
  return null;
}

/** Whether the table is an export of Ads Manager, whose figures are those of paid campaigns. */
export function isAdsManager(header: string[]): boolean {
  const names = header.map(normalizeName);
  return names.includes('campaign name') || names.some((name) => /^cost \([a-z]{3}\)$/.test(name));
}

function match(
  format: TableFormat,
  header: string[],
  names: string[],
): Recognised | { twice: string } | null {
  const columns: Recognised['columns'] = {};
  for (const [field, spellings] of Object.entries(format.columns) as [Field, readonly string[]][]) {
    const wanted = spellings.map(normalizeName);
    const index = names.findIndex((name) => wanted.includes(name));
    if (index !== -1) columns[field] = { index, name: header[index]!.trim() };
  }
  if (!format.required.every((field) => columns[field] !== undefined)) return null;
  if (!hasAny(format, header, names)) return null;
  const read = Object.values(columns).map((column) => names[column.index]!);
  const twice = read.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) return { twice: header[names.indexOf(twice)]!.trim() };
  const known = new Set([...read, ...format.unread.map(normalizeName)]);
  const unknown = header.filter((_, index) => names[index] !== '' && !known.has(names[index]!));
  return { format: format.format, columns, unknown: unknown.map((name) => name.trim()) };
}

function hasAny({ requiredAny, exactly = [] }: TableFormat, header: string[], names: string[]): boolean {
  if (requiredAny === undefined) return true;
  return (
    requiredAny.some((name) => names.includes(normalizeName(name))) ||
    exactly.some((name) => header.some((written) => written.trim() === name))
  );
}

function normalizeName(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}
