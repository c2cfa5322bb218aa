import type { Random } from '../../../server/lib/random.ts';
import type { AnalysedPost } from '../../../server/modules/analytics/lift/analysed-post.ts';

/**
 * Tags as creators use them: two on nearly all posts, four to six subjects with two or three tags that mostly come
 * together, and 40 others from one on every fourth post to many that are used once or twice. A subject's tags are
 * `subject0a`, `subject0b`, …, the others `other0` to `other39`.
 */
export function withUsualTags(posts: readonly AnalysedPost[], random: Random): AnalysedPost[] {
  const subjects = 4 + Math.floor(3 * random());
  const own = Array.from({ length: 2 }, (_, i) => ({
    tag: `always${String(i)}`,
    share: 0.85 + 0.13 * random(),
  }));
  const ofSubjects = Array.from({ length: subjects }, (_, subject) =>
    ['a', 'b', 'c'].slice(0, 2 + Math.floor(2 * random())).map((letter) => ({
      tag: `subject${String(subject)}${letter}`,
      subject,
      share: 0.5 + 0.4 * random(),
    })),
  ).flat();
  const others = Array.from({ length: 40 }, (_, i) => ({
    tag: `other${String(i)}`,
    share: 0.25 / (i + 1) + 0.01 * random(),
  }));
  return posts.map((post) => {
    const subject = Math.floor(subjects * random() ** 1.5);
    const used = [
      ...own,
      ...ofSubjects.map((tag) => (tag.subject === subject ? tag : { ...tag, share: 0.03 })),
      ...others,
    ].filter(({ share }) => random() < share);
    return { ...post, hashtags: [...post.hashtags, ...used.map(({ tag }) => tag)] };
  });
}

/** Of 15 tags that come and go apart, from 90 % of posts to 4 %; `true` is on 15 %. */
const SHARES = [0.9, 0.6, 0.4, 0.3, 0.25, 0.2, 0.15, 0.12, 0.1, 0.08, 0.06, 0.05, 0.05, 0.04];

export function withFifteenTags(posts: readonly AnalysedPost[], random: Random): AnalysedPost[] {
  return posts.map((post) => ({
    ...post,
    hashtags: [
      ...SHARES.flatMap((share, i) => (random() < share ? [`tag${String(i)}`] : [])),
      ...(random() < 0.15 ? ['true'] : []),
    ],
  }));
}

/** Adds `winner` to a fifth of the posts, and `follower` to most of these and hardly any other. */
export function withFollower(
  posts: readonly AnalysedPost[],
  random: Random,
  shares: { withWinner: number; alone: number },
): AnalysedPost[] {
  return posts.map((post) => {
    const isWinner = random() < 0.2;
    const isFollower = random() < (isWinner ? shares.withWinner : shares.alone);
    const added = [...(isWinner ? ['winner'] : []), ...(isFollower ? ['follower'] : [])];
    return { ...post, hashtags: [...post.hashtags, ...added] };
  });
}
