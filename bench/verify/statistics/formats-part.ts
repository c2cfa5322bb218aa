import { median } from 'simple-statistics';
import { createRandom } from '../../../server/lib/random.ts';
import type { AnalysedPost } from '../../../server/modules/analytics/lift/analysed-post.ts';
import type { FormatDimension } from '../../../server/modules/analytics/lift/format-classes.ts';
import { formatLifts, type FormatLift } from '../../../server/modules/analytics/lift/format-lift.ts';
import type { Figures } from '../figures.ts';
import { addAnyFalse, ClaimTally } from './claim-tally.ts';
import { creatorsWith } from './creators.ts';
import { percent, type QuotedTable, type StatisticsPart } from './part.ts';
import { postsOfCreator, withOutcomesShuffled } from './posts-of-creator.ts';
import { inRuns, simulatedPosts, withEffect } from './simulated-formats.ts';

const LENGTHS = [30, 60, 120, 240];
const SPREADS = [0.9, 1.3];
const NULL_CREATORS = 500;
const CREATORS = 500;
const SHUFFLES = 14;
/** Rearranging in runs keeps most of what neighbours have in common, and not all. */
const MOST_WHERE_ALIKE = 0.07;
/** FORMAT is not among them: TikTok tells of no post but videos, so there is nothing to compare. */
const DIMENSIONS = ['DURATION', 'ORIENTATION', 'CAPTION_LENGTH', 'POSTING_FREQUENCY'] as const;
/** What real creators' videos are known to differ in. */
const KNOWN_OF_CREATORS = ['DURATION', 'POSTING_FREQUENCY'] as const;

/** Whether a class of posts is called better or worse without being so, and whether one that is so is found. */
export const formatsPart: StatisticsPart = {
  name: 'formats',
  title: 'Formats',
  measure(figures) {
    return [noEffect(figures), oneEffect(figures), ...realCreators(figures)];
  },
};

function noEffect(figures: Figures): QuotedTable {
  const random = createRandom('formats without effect');
  const all = tallies(DIMENSIONS);
  const alike = tallies(DIMENSIONS);
  const bestPlain = new Map(DIMENSIONS.map((dimension) => [dimension, [] as number[]]));
  for (const spread of SPREADS) {
    for (const length of LENGTHS) {
      for (let creator = 0; creator < NULL_CREATORS; creator++) {
        const lifts = formatLifts(simulatedPosts(length, spread, random));
        addClaims(all, lifts);
        for (const [dimension, best] of bestPlain) {
          const plain = lifts.filter((lift) => lift.dimension === dimension);
          if (plain.length > 0) best.push(Math.max(...plain.map(({ lift }) => lift.unshrunken ?? 0)));
        }
      }
    }
  }
  for (let creator = 0; creator < 2 * NULL_CREATORS; creator++)
    addClaims(alike, formatLifts(inRuns(simulatedPosts(120, 0.9, random), 0.9, random)));
  const rows = DIMENSIONS.map((dimension) => {
    const [apart, inSeries] = [all.get(dimension)!, alike.get(dimension)!];
    const creators = (tally: ClaimTally) =>
      `creators with a false claim of ${dimension}, of ${String(tally.creators)}`;
    addAnyFalse(figures, `${creators(apart)} without any effect`, apart);
    addAnyFalse(
      figures,
      `${creators(inSeries)} whose neighbouring posts are alike`,
      inSeries,
      MOST_WHERE_ALIKE,
    );
    return [
      dimension,
      apart.anyFalseInWords,
      inSeries.anyFalseInWords,
      `+${percent(median(bestPlain.get(dimension)!), 0)}`,
    ];
  });
  return {
    name: 'formats-without-effect',
    columns: ['property', 'any false claim', 'the same, neighbours alike', 'best class by plain means'],
    rows,
  };
}

/** One of the five durations has an effect: 16–30 s, about a third of the posts. */
function oneEffect(figures: Figures): QuotedTable {
  const random = createRandom('one duration');
  const truth = ['DURATION: 16–30 s'];
  const rows: string[][] = [];
  for (const factor of [1.5, 2]) {
    for (const length of [60, 120, 240]) {
      const tally = new ClaimTally();
      for (let creator = 0; creator < CREATORS; creator++) {
        const posts = withEffect(simulatedPosts(length, 0.9, random), lasts(16, 30), factor);
        tally.add(claimsOf(formatLifts(posts).filter(({ dimension }) => dimension === 'DURATION')), truth);
      }
      const effect = `+${percent(factor - 1, 0)}`;
      figures.add(
        `false discoveries beside one true duration of ${effect}, ${String(length)} posts`,
        '≤ 10 %',
        percent(tally.falseDiscoveries),
        tally.falseDiscoveries <= 0.1,
      );
      rows.push([
        effect,
        String(length),
        percent(tally.power),
        percent(tally.falseDiscoveries),
        percent(tally.anyFalse),
      ]);
    }
  }
  return {
    name: 'formats-one-duration',
    columns: ['effect', 'posts', 'found', 'false discoveries', 'any false claim'],
    rows,
  };
}

function realCreators(figures: Figures): QuotedTable[] {
  const creators = creatorsWith(30);
  if (creators === null) return [];
  const random = createRandom('shuffled formats');
  const all = tallies(KNOWN_OF_CREATORS);
  for (const creator of creators) {
    const posts = postsOfCreator(creator);
    for (let turn = 0; turn < SHUFFLES; turn++)
      addClaims(all, formatLifts(withOutcomesShuffled(posts, random)));
  }
  const rows = [...all].map(([dimension, tally]) => {
    addAnyFalse(
      figures,
      `real creators with views shuffled among their posts who see a claim of ${dimension}`,
      tally,
    );
    return [dimension, String(creators.length), String(SHUFFLES), tally.anyFalseInWords];
  });
  return [
    {
      name: 'formats-shuffled',
      columns: ['property', 'creators', 'shuffles of each', 'any false claim'],
      rows,
    },
  ];
}

function tallies<T extends FormatDimension>(dimensions: readonly T[]): Map<T, ClaimTally> {
  return new Map(dimensions.map((dimension) => [dimension, new ClaimTally()]));
}

function addClaims(tallies: ReadonlyMap<FormatDimension, ClaimTally>, lifts: readonly FormatLift[]): void {
  for (const [dimension, tally] of tallies)
    tally.add(claimsOf(lifts.filter((lift) => lift.dimension === dimension)));
}

function claimsOf(lifts: readonly FormatLift[]): string[] {
  return lifts
    .filter(({ lift }) => lift.verdict !== 'NO_EVIDENCE_YET')
    .map(({ dimension, label }) => `${dimension}: ${label}`);
}

function lasts(from: number, to: number): (post: AnalysedPost) => boolean {
  return ({ durationSeconds }) =>
    durationSeconds !== null && durationSeconds >= from && durationSeconds <= to;
}
