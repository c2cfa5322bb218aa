import { z } from 'zod';
import type { DailyViews, TrendingHashtag, TrendingMusic } from './port.ts';

// TikTok's JSON as documented at business-api.tiktok.com (Discovery, read November 2026). Numbers come as such or as text.
// Unknown keys are dropped; a known key with a value it cannot have makes the whole answer unreadable, since a wrong figure
// that is stored can never be told from a right one.

/** Most of a list. */
const LIST_LIMIT = 200;
/** The longest range has 120 days. */
const DAYS_LIMIT = 130;

const digits = z.string().regex(/^\d{1,18}$/);
/** Absent, null and "" are all how TikTok says "none". */
const counter = z
  .union([z.int().min(0), digits, z.literal('')])
  .nullish()
  .transform((value) => (value === undefined || value === null || value === '' ? null : BigInt(value)));
const rank = counter.transform((value) =>
  value === null || value < 1n || value > 1_000_000n ? null : Number(value),
);
/** Text, also where it came as a number that a double cannot hold. */
const id = z.union([z.int().min(1), z.string().regex(/^\d{1,32}$/)]).transform(String);
/** NUL and lone surrogates are text no database stores. */
const name = z
  .string()
  .max(1_000)
  .transform((value) => value.toWellFormed().replaceAll('\0', '').trim())
  .refine((value) => value !== '');
const optionalName = z
  .string()
  .max(1_000)
  .nullish()
  .transform((value) => value?.toWellFormed().replaceAll('\0', '').trim() ?? '')
  .transform((value) => (value === '' ? null : value));
/** Sometimes with a time behind it, which is midnight. */
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}/)
  .transform((text) => new Date(`${text.slice(0, 10)}T00:00:00Z`))
  .refine((date) => !Number.isNaN(date.getTime()));

const List = <Item extends z.ZodType>(item: Item) =>
  z
    .object({ list: z.array(item).max(LIST_LIMIT).nullish() })
    .transform(({ list }): z.output<Item>[] => list ?? []);

const DayWire = z.object({ date: day, views_daily: counter });

export const HashtagsWire = List(
  z
    .object({
      hashtag_id: id,
      hashtag_name: name,
      rank_position: rank,
      views: counter,
      posts: counter,
      trending_history: z.union([z.array(DayWire).max(DAYS_LIMIT), z.literal('')]).nullish(),
    })
    .transform((wire): TrendingHashtag => ({
      id: wire.hashtag_id,
      name: wire.hashtag_name.replace(/^#/, ''),
      rank: wire.rank_position,
      views: wire.views,
      posts: wire.posts,
      days: toDays(wire.trending_history),
    })),
);

export const MusicWire = List(
  z
    .object({
      commercial_music_id: id,
      commercial_music_name: name,
      artist: optionalName,
      rank_position: rank,
    })
    .transform((wire): TrendingMusic => ({
      id: wire.commercial_music_id,
      title: wire.commercial_music_name,
      artist: wire.artist,
      rank: wire.rank_position,
    })),
);

function toDays(history: z.output<typeof DayWire>[] | '' | null | undefined): DailyViews[] {
  if (history === '' || history === null || history === undefined) return [];
  return history.flatMap(({ date, views_daily: views }) =>
    views === null ? [] : [{ day: date, views: Number(views) }],
  );
}

/** Of every answer; 0 is success, and a failure comes with HTTP 200 all the same. */
export const Envelope = z.object({
  code: z.union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ]),
  data: z.unknown(),
  request_id: z.string().max(255).nullish().catch(null),
});

export const PATHS = {
  'discovery/trending_list': '/discovery/trending_list/',
  'discovery/cml/trending_list': '/discovery/cml/trending_list/',
} as const;
