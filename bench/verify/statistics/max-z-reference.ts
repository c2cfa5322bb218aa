import { quantile } from 'simple-statistics';
import type { AnalysedPost } from '../../../server/modules/analytics/lift/analysed-post.ts';

/** The hypotheses that posting times test first: 6 blocks of hours, 7 days. */
const GROUPS: readonly ((post: AnalysedPost) => boolean)[] = [
  ...Array.from(
    { length: 6 },
    (_, block) =>
      ({ hour }: AnalysedPost) =>
        Math.floor(hour / 4) === block,
  ),
  ...Array.from(
    { length: 7 },
    (_, day) =>
      ({ weekday }: AnalysedPost) =>
        weekday === day,
  ),
];

/** How far the best, or the most different, of the groups is from the mean of all posts, in standard errors. */
export interface MaxZ {
  oneSided: number;
  twoSided: number;
}

/** The textbook's test of the same hypotheses, which shares no code with ours. */
export function maxZ(posts: readonly AnalysedPost[]): MaxZ {
  const n = posts.length;
  const mean = posts.reduce((sum, { outcome }) => sum + outcome, 0) / n;
  const variance = posts.reduce((sum, { outcome }) => sum + (outcome - mean) ** 2, 0) / (n - 1);
  const scores = GROUPS.flatMap((isMember) => {
    const members = posts.filter(isMember);
    if (members.length < 3 || members.length === n) return [];
    const own = members.reduce((sum, { outcome }) => sum + outcome, 0) / members.length;
    return [(own - mean) / Math.sqrt(variance * (1 / members.length - 1 / n))];
  });
  return { oneSided: Math.max(...scores), twoSided: Math.max(...scores.map(Math.abs)) };
}

/** What 5 % of accounts exceed that have no effect of posting time. */
export function thresholdsOf(nulls: readonly MaxZ[]): MaxZ {
  return {
    oneSided: quantile(
      nulls.map(({ oneSided }) => oneSided),
      0.95,
    ),
    twoSided: quantile(
      nulls.map(({ twoSided }) => twoSided),
      0.95,
    ),
  };
}
