import type { VisibilityChange } from './edits.ts';
import type { VideoPlan } from './video.plan.ts';

/** A creator's videos in the order of their posting, and which of them are public when. Instants are Unix seconds. */
export interface Timeline {
  add(video: VideoPlan): void;
  /** Takes effect at `change.at`, whatever the order in which changes come. */
  change(change: VisibilityChange): void;
  video(id: string): VideoPlan | undefined;
  /** Every video posted until `at`, oldest first, public or not. */
  postedUntil(at: number): Iterable<VideoPlan>;
  /** Public videos posted before `before`, newest first. */
  publicBefore(before: number, at: number): Iterable<VideoPlan>;
  isPublic(video: VideoPlan, at: number): boolean;
  /** How it was last changed by `at`; undefined where it never was. */
  lastChange(id: string, at: number): VisibilityChange | undefined;
}

export function createTimeline(): Timeline {
  const videos: VideoPlan[] = [];
  const byId = new Map<string, VideoPlan>();
  const changes = new Map<string, VisibilityChange[]>();

  /** Index of the first video posted at `instant` or later. */
  function search(instant: number): number {
    let [low, high] = [0, videos.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((videos[middle]?.createdAt ?? 0) < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function lastChange(id: string, at: number): VisibilityChange | undefined {
    return changes.get(id)?.findLast((change) => change.at <= at);
  }

  function isPublic(video: VideoPlan, at: number): boolean {
    if (video.createdAt > at || (video.removedAt !== null && at >= video.removedAt)) return false;
    return (changes.size === 0 ? 'public' : (lastChange(video.id, at)?.to ?? 'public')) === 'public';
  }

  return {
    isPublic,
    lastChange,
    add(video) {
      // Of two in one second the one added later counts as the newer.
      if ((videos.at(-1)?.createdAt ?? -Infinity) <= video.createdAt) videos.push(video);
      else videos.splice(search(video.createdAt + 1), 0, video);
      byId.set(video.id, video);
    },
    change(change) {
      const known = [...(changes.get(change.videoId) ?? []), change];
      changes.set(
        change.videoId,
        known.sort((a, b) => a.at - b.at),
      );
    },
    video: (id) => byId.get(id),
    *postedUntil(at) {
      for (const video of videos) {
        if (video.createdAt > at) return;
        yield video;
      }
    },
    *publicBefore(before, at) {
      for (let index = search(Math.min(before, at + 1)) - 1; index >= 0; index -= 1) {
        const video = videos[index];
        if (video !== undefined && isPublic(video, at)) yield video;
      }
    },
  };
}
