import type { Upload, VisibilityChange } from './edits.ts';
import { followersAt } from './followers.ts';
import type { Persona } from './personas.ts';
import { createTimeline } from './timeline.ts';
import { countersAt } from './video.counters.ts';
import {
  DAY_SECONDS,
  firstSecond,
  planUpload,
  planWeek,
  WEEK_SECONDS,
  type VideoPlan,
} from './video.plan.ts';

/** A creator's profile counters at an instant. */
export interface ProfileCounters {
  followers: number;
  following: number;
  /** Sum of the likes of the videos that are public at the instant. */
  likes: number;
  /** Number of the videos that are public at the instant. */
  videos: number;
}

/** Instants are Unix milliseconds. */
export interface SimulatedCreator {
  readonly persona: Persona;
  /** Public videos at `at`, newest first. */
  videosAt(at: number): VideoPlan[];
  /** The newest `count` of the public videos at `at` created before `before`, and whether there are more. */
  pageAt(at: number, before: number, count: number): { videos: VideoPlan[]; hasMore: boolean };
  /** A video that is public at `at`; undefined where it is not yet, no longer or never was this creator's. */
  videoAt(id: string, at: number): VideoPlan | undefined;
  profileAt(at: number): ProfileCounters;
  /** Every video posted until `at`, oldest first, whether public or not. */
  postedUntil(at: number): VideoPlan[];
  /** How a video is at `at`; undefined where the creator had not posted it by then. */
  visibilityAt(id: string, at: number): VisibilityChange['to'] | undefined;
  /** Since when (Unix seconds) a posted video is not public at `at`; null where it is. */
  vanishedAt(video: VideoPlan, at: number): number | null;
  addUpload(upload: Upload): void;
  addChange(change: VisibilityChange): void;
}

/** What a creator had posted before the weeks that are planned one by one. */
export interface History {
  planHistory(): VideoPlan[];
  nextWeek: number;
}

export function simulate(persona: Persona, seed: string, history?: History): SimulatedCreator {
  const start = firstSecond(persona);
  const timeline = createTimeline();
  let unplanned = history;
  let weeks = history?.nextWeek ?? 0;
  // Asked for again and again at one instant, by callers that stand the clock; and costly for 10,000 videos.
  let profile: (ProfileCounters & { at: number }) | undefined;

  /** Plans the weeks until `at` (Unix seconds); each is planned once and kept. */
  function planUntil(at: number): void {
    for (const video of unplanned?.planHistory() ?? []) timeline.add(video);
    unplanned = undefined;
    for (; start + weeks * WEEK_SECONDS <= at; weeks += 1) {
      for (const video of planWeek(persona, seed, weeks)) timeline.add(video);
    }
  }

  function publicVideo(id: string, at: number): VideoPlan | undefined {
    planUntil(at);
    const video = timeline.video(id);
    return video !== undefined && timeline.isPublic(video, at) ? video : undefined;
  }

  return {
    persona,
    videosAt(atMs) {
      const at = atMs / 1000;
      planUntil(at);
      return [...timeline.publicBefore(Infinity, at)];
    },
    pageAt(atMs, beforeMs, count) {
      const at = atMs / 1000;
      planUntil(at);
      const videos: VideoPlan[] = [];
      for (const video of timeline.publicBefore(beforeMs / 1000, at)) {
        if (videos.length === count) return { videos, hasMore: true };
        videos.push(video);
      }
      return { videos, hasMore: false };
    },
    videoAt: (id, atMs) => publicVideo(id, atMs / 1000),
    profileAt(atMs) {
      const at = atMs / 1000;
      if (profile?.at === at) return profile;
      planUntil(at);
      let likes = 0;
      let videos = 0;
      for (const video of timeline.publicBefore(Infinity, at)) {
        likes += countersAt(video, at).likes;
        videos += 1;
      }
      const followers = followersAt(persona, seed, timeline.postedUntil(at), at);
      const following = persona.following + Math.round(4 * Math.sin(at / (11 * DAY_SECONDS)));
      profile = { at, followers, following, likes, videos };
      return profile;
    },
    postedUntil(atMs) {
      planUntil(atMs / 1000);
      return [...timeline.postedUntil(atMs / 1000)];
    },
    vanishedAt(video, atMs) {
      const at = atMs / 1000;
      if (timeline.isPublic(video, at)) return null;
      const change = timeline.lastChange(video.id, at);
      const hiddenAt = change === undefined || change.to === 'public' ? Infinity : change.at;
      return Math.min(video.removedAt ?? Infinity, hiddenAt);
    },
    visibilityAt(id, atMs) {
      const at = atMs / 1000;
      planUntil(at);
      const video = timeline.video(id);
      if (video === undefined || video.createdAt > at) return undefined;
      if (video.removedAt !== null && at >= video.removedAt) return 'deleted';
      return timeline.lastChange(id, at)?.to ?? 'public';
    },
    addUpload(upload) {
      timeline.add(planUpload(persona, seed, upload));
      profile = undefined;
    },
    addChange(change) {
      timeline.change(change);
      profile = undefined;
    },
  };
}
