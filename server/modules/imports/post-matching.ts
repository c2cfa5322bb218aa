/** TikTok's two clocks for one post, that of its id and that of a data export, were seen two and a half minutes apart. */
export const MATCH_WITHIN_MS = 3 * 60_000;

/**
 * Which video each post of a data export is, whose links name none: the one posted within `MATCH_WITHIN_MS` of it, where
 * that is the only one for the post, and the post the only one for it. All else stays unmatched; nothing is guessed.
 *
 * @param posts instants, milliseconds since 1970, in any order.
 * @returns video ids by the instant of their post.
 */
export function matchPosts(
  posts: readonly number[],
  videos: readonly { id: string; postedAt: number }[],
): Map<number, string> {
  const sorted = posts.toSorted((a, b) => a - b);
  const byTime = videos.toSorted((a, b) => a.postedAt - b.postedAt);
  const timesOfVideos = byTime.map(({ postedAt }) => postedAt);
  const matches = new Map<number, string>();
  for (const post of sorted) {
    const candidate = onlyOneNear(timesOfVideos, post);
    if (candidate === null) continue;
    const video = byTime[candidate]!;
    if (onlyOneNear(sorted, video.postedAt) !== null) matches.set(post, video.id);
  }
  return matches;
}

/** The position of the only time near an instant; null where there is none, or more than one. */
function onlyOneNear(times: readonly number[], instant: number): number | null {
  const first = firstFrom(times, instant - MATCH_WITHIN_MS);
  const isNear = (time: number | undefined): boolean =>
    time !== undefined && time <= instant + MATCH_WITHIN_MS;
  return isNear(times[first]) && !isNear(times[first + 1]) ? first : null;
}

/** Position of the first time at an instant or later. */
function firstFrom(times: readonly number[], instant: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
