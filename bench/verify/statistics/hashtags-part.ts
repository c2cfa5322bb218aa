import { median } from 'simple-statistics';
import { createRandom } from '../../../server/lib/random.ts';
import type { AnalysedPost } from '../../../server/modules/analytics/lift/analysed-post.ts';
import { hashtagLifts, type HashtagLift } from '../../../server/modules/analytics/lift/hashtag-lift.ts';
import type { Figures } from '../figures.ts';
import { addAnyFalse, ClaimTally } from './claim-tally.ts';
import { creatorsWith } from './creators.ts';
import { percent, type QuotedTable, type StatisticsPart } from './part.ts';
import { benjaminiHochberg, permutationTests } from './permutation-test.ts';
import { postsOfCreator, withOutcomesShuffled } from './posts-of-creator.ts';
import { withFifteenTags, withFollower, withUsualTags } from './simulated-hashtags.ts';
import { inRuns, simulatedPosts, withEffect } from './simulated-formats.ts';

const LENGTHS = [30, 60, 120, 240];
const SPREADS = [0.9, 1.3];
const NULL_CREATORS = 500;
const CREATORS = 500;
const SHUFFLES = 14;
/** Rearranging in runs keeps most of what neighbours have in common, and not all. */
const MOST_WHERE_ALIKE = 0.07;

/** Whether a tag is called better or worse without being so, and whether one that is so is found. */
export const hashtagsPart: StatisticsPart = {
  name: 'hashtags',
  title: 'Hashtags',
  measure(figures) {
    return [
      noEffect(figures),
      procedures(figures),
      severalEffects(figures),
      followers(figures),
      ...realCreators(figures),
    ];
  },
};

function noEffect(figures: Figures): QuotedTable {
  const random = createRandom('hashtags without effect');
  const all = new ClaimTally();
  const rows = SPREADS.flatMap((spread) =>
    LENGTHS.map((length) =>
      rowWithoutEffect(`σ ${String(spread)}, ${String(length)} posts`, NULL_CREATORS, all, () =>
        withUsualTags(simulatedPosts(length, spread, random), random),
      ),
    ),
  );
  const alike = new ClaimTally();
  rows.push(
    rowWithoutEffect('σ 0.9, 120 posts, neighbours alike', 2 * NULL_CREATORS, alike, () =>
      inRuns(withUsualTags(simulatedPosts(120, 0.9, random), random), 0.9, random),
    ),
  );
  addAnyFalse(
    figures,
    `creators with a false claim of a hashtag, of ${String(all.creators)} without any effect`,
    all,
  );
  addAnyFalse(
    figures,
    `creators with a false claim of a hashtag, of ${String(alike.creators)} whose neighbouring posts are alike`,
    alike,
    MOST_WHERE_ALIKE,
  );
  return {
    name: 'hashtags-without-effect',
    columns: ['creators', 'any false claim', 'best tag by plain means', 'best tag, shrunken'],
    rows,
  };
}

/** @param all takes the claims too. */
function rowWithoutEffect(
  name: string,
  creators: number,
  all: ClaimTally,
  simulate: () => AnalysedPost[],
): string[] {
  const tally = new ClaimTally();
  const bestPlain: number[] = [];
  const bestShrunken: number[] = [];
  for (let creator = 0; creator < creators; creator++) {
    const lifts = hashtagLifts(simulate());
    tally.add(claimsOf(lifts));
    all.add(claimsOf(lifts));
    bestPlain.push(Math.max(...lifts.map(({ lift }) => lift.unshrunken ?? 0)));
    bestShrunken.push(Math.max(...lifts.map(({ lift }) => lift.value)));
  }
  return [
    name,
    tally.anyFalseInWords,
    `+${percent(median(bestPlain), 0)}`,
    `+${percent(median(bestShrunken), 0)}`,
  ];
}

/** One of 15 tags has an effect: this procedure beside Benjamini–Hochberg in the place of max-T. */
function procedures(figures: Figures): QuotedTable {
  const random = createRandom('one of 15 hashtags');
  const rows: string[][] = [];
  for (const factor of [1.5, 2]) {
    for (const length of [120, 240]) {
      const ours = new ClaimTally();
      const byRate = new ClaimTally();
      for (let creator = 0; creator < CREATORS; creator++) {
        const plain = withFifteenTags(simulatedPosts(length, 0.9, random), random);
        const posts = withEffect(plain, has('true'), factor);
        const lifts = hashtagLifts(posts);
        ours.add(claimsOf(lifts), ['true']);
        byRate.add(claimsByRate(posts, lifts), ['true']);
      }
      rows.push([
        `+${percent(factor - 1, 0)}`,
        String(length),
        percent(ours.power),
        percent(byRate.power),
        percent(ours.anyFalse),
        percent(byRate.anyFalse),
        percent(ours.falseDiscoveries),
      ]);
      figures.add(
        `false discoveries beside one true hashtag of ${rows.at(-1)![0]!}, ${String(length)} posts`,
        '≤ 5 %',
        percent(ours.falseDiscoveries),
        ours.falseDiscoveries <= 0.05,
      );
    }
  }
  return {
    name: 'hashtags-one-of-15',
    columns: [
      'effect',
      'posts',
      'found by max-T',
      'found by BH',
      'any false claim, max-T',
      'any false claim, BH',
      'false discoveries, max-T',
    ],
    rows,
  };
}

function severalEffects(figures: Figures): QuotedTable {
  const random = createRandom('several hashtags');
  const truth = ['subject0a', 'subject2b', 'other0'];
  const rows = [120, 240].map((length) => {
    const tally = new ClaimTally();
    for (let creator = 0; creator < CREATORS; creator++) {
      let posts = withUsualTags(simulatedPosts(length, 0.9, random), random);
      for (const tag of truth) posts = withEffect(posts, has(tag), 2);
      tally.add(claimsOf(hashtagLifts(posts)), truth);
    }
    figures.add(
      `false discoveries beside three true hashtags, ${String(length)} posts`,
      '≤ 10 %',
      percent(tally.falseDiscoveries),
      tally.falseDiscoveries <= 0.1,
    );
    return [String(length), percent(tally.power), percent(tally.falseDiscoveries), percent(tally.anyFalse)];
  });
  return {
    name: 'hashtags-three-effects',
    columns: ['posts', 'found', 'false discoveries', 'any false claim'],
    rows,
  };
}

/** A tag without effect that comes along with one that doubles the views. */
function followers(figures: Figures): QuotedTable {
  const random = createRandom('followers');
  const kinds = [
    { name: 'on 80 % of the winner’s posts, 2 % of others', withWinner: 0.8, alone: 0.02 },
    { name: 'on 70 % of the winner’s posts, no other', withWinner: 0.7, alone: 0 },
  ];
  const rows = kinds.flatMap((kind) =>
    [120, 240].map((length) => {
      const counts = { winner: 0, follower: 0, byPlainMeans: 0 };
      for (let creator = 0; creator < CREATORS; creator++) {
        const tagged = withUsualTags(simulatedPosts(length, 0.9, random), random);
        const posts = withEffect(withFollower(tagged, random, kind), has('winner'), 2);
        const lifts = hashtagLifts(posts);
        const claims = claimsOf(lifts);
        if (claims.includes('winner')) counts.winner++;
        if (claims.includes('follower')) counts.follower++;
        const plain = testsOf(posts, lifts).find(({ hashtag }) => hashtag === 'follower');
        if (plain !== undefined && plain.adjusted <= 0.05) counts.byPlainMeans++;
      }
      const share = counts.follower / CREATORS;
      figures.add(
        `a hashtag claimed for the one it comes with: ${kind.name}, ${String(length)} posts`,
        '≤ 5 %, plain means more than four times as often',
        `${percent(share)}, plain means ${percent(counts.byPlainMeans / CREATORS)}`,
        share <= 0.05 && counts.byPlainMeans > 4 * counts.follower,
      );
      return [
        kind.name,
        String(length),
        percent(counts.winner / CREATORS),
        percent(share),
        percent(counts.byPlainMeans / CREATORS),
      ];
    }),
  );
  return {
    name: 'hashtags-followers',
    columns: ['follower', 'posts', 'winner claimed', 'follower claimed', 'follower claimed by plain means'],
    rows,
  };
}

function realCreators(figures: Figures): QuotedTable[] {
  const creators = creatorsWith(30);
  if (creators === null) return [];
  const random = createRandom('shuffled hashtags');
  const tally = new ClaimTally();
  for (const creator of creators) {
    const posts = postsOfCreator(creator);
    for (let turn = 0; turn < SHUFFLES; turn++)
      tally.add(claimsOf(hashtagLifts(withOutcomesShuffled(posts, random))));
  }
  addAnyFalse(
    figures,
    'real creators with views shuffled among their posts who see a claim of a hashtag',
    tally,
  );
  return [
    {
      name: 'hashtags-shuffled',
      columns: ['creators', 'shuffles of each', 'any false claim'],
      rows: [[String(creators.length), String(SHUFFLES), tally.anyFalseInWords]],
    },
  ];
}

function claimsOf(lifts: readonly HashtagLift[]): string[] {
  return lifts.filter(({ lift }) => lift.verdict !== 'NO_EVIDENCE_YET').map(({ hashtag }) => hashtag);
}

/** Claims by the same intervals, and Benjamini–Hochberg over the plain means' permutation tests. */
function claimsByRate(posts: readonly AnalysedPost[], lifts: readonly HashtagLift[]): string[] {
  const tests = testsOf(posts, lifts);
  const discoveries = benjaminiHochberg(
    tests.map(({ p }) => p),
    0.05,
  );
  return lifts
    .filter(({ lift }, j) => discoveries[j]! && (lift.interval.lower > 0 || lift.interval.upper < 0))
    .map(({ hashtag }) => hashtag);
}

function testsOf(posts: readonly AnalysedPost[], lifts: readonly HashtagLift[]) {
  const groups = lifts.map(({ hashtag }) =>
    posts.flatMap((post, i) => (post.hashtags.includes(hashtag) ? [i] : [])),
  );
  const tests = permutationTests(
    posts.map(({ outcome }) => outcome),
    groups,
  );
  return tests.map((test, j) => ({ ...test, hashtag: lifts[j]!.hashtag }));
}

function has(hashtag: string): (post: AnalysedPost) => boolean {
  return ({ hashtags }) => hashtags.includes(hashtag);
}
