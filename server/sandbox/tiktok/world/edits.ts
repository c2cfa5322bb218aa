import { z } from 'zod';

/**
 * What was added to a world by the controls. With the seed it is all that figures depend on, besides the instant;
 * instants are Unix seconds.
 */

/** Creators that were made up: `<prefix>-0001` and so on. */
export const madeUpSchema = z.object({
  id: z.string(),
  prefix: z.string(),
  /** Number of the first one. */
  first: z.number(),
  count: z.number(),
  seed: z.string(),
  /** The instant at which exactly `videos` are public. */
  at: z.number(),
  videos: z.number(),
  postsPerWeek: z.number().nullable(),
  followers: z.number().nullable(),
  /** Share of posts that their creator deletes some day; null: as of the other creators. */
  removedShare: z.number().nullable(),
});
export type MadeUpGroup = z.infer<typeof madeUpSchema>;

/** A video that a creator was made to post. */
export const uploadSchema = z.object({
  id: z.string(),
  creator: z.string(),
  createdAt: z.number(),
  caption: z.string().nullable(),
  durationSeconds: z.number().nullable(),
});
export type Upload = z.infer<typeof uploadSchema>;

/** From `at` on, the video is so. */
export const visibilitySchema = z.object({
  id: z.string(),
  creator: z.string(),
  videoId: z.string(),
  at: z.number(),
  to: z.enum(['public', 'private', 'deleted']),
});
export type VisibilityChange = z.infer<typeof visibilitySchema>;
