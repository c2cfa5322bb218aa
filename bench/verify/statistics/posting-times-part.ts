import process from 'node:process';
import { createRandom, randomNormal, shuffled } from '../../../server/lib/random.ts';
import type { AnalysedPost } from '../../../server/modules/analytics/lift/analysed-post.ts';
import { clockOf } from '../../../server/modules/analytics/calendar.ts';
import type { Lift } from '../../../server/modules/analytics/lift/lift.ts';
import { MODEL_CARDS } from '../../../server/modules/analytics/model-cards.ts';
import { analysePostingTimes } from '../../../server/modules/analytics/posting/posting-times.ts';
import { postingLifts } from '../../../server/modules/analytics/posting/posting-lifts.ts';
import type { PostingTimes } from '../../../server/modules/analytics/posting/posting-times.ts';
import { outcomesOf } from '../../../server/modules/performance/post-outcomes.ts';
import { say } from '../figures.ts';
import type { Figures } from '../figures.ts';
import { creatorsWith } from './creators.ts';
import type { Creator } from './creators.ts';
import { maxZ, thresholdsOf } from './max-z-reference.ts';
import { errorOfShare, percent } from './part.ts';
import type { QuotedTable, StatisticsPart } from './part.ts';
import { simulatePosts } from './simulated-posts.ts';
import type { SimulatedAccount } from './simulated-posts.ts';

const BUDGET = 0.05;
const NULL_ACCOUNTS = 4_000;
const POWER_ACCOUNTS = 1_500;
/** Each of the real creators is shuffled so often. */
const SHUFFLES = 20;
const SIGMAS = [0.9, 1.3] as const;

/** The hours of which the simulated effect is. */
const HOURS = { from: 16, to: 20 } as const;

export const postingTimesPart: StatisticsPart = {
  name: 'posting-times',
  title: 'Posting times',
  measure(figures) {
    sayDuration();
    const { table: nulls, highest } = measureNull(figures);
    const tables = [nulls, measurePower(figures), measureTogether(figures)];
    const real = measureReal(figures);
    if (real !== null) tables.push(real);
    const card = MODEL_CARDS.POSTING_TIMES.falseClaimRate;
    figures.add(
      'rate of false claims on the model card',
      percent(highest),
      percent(card ?? NaN),
      percent(card ?? NaN) === percent(highest),
    );
    return tables;
  },
};

function sayDuration(): void {
  const posts = simulatePosts({ posts: 300, sigma: 0.9, hours: 'HABITS' }, createRandom('duration'));
  analysePostingTimes(posts);
  const before = process.cpuUsage();
  for (let turn = 0; turn < 10; turn++) analysePostingTimes(posts);
  const { user, system } = process.cpuUsage(before);
  say(`  300 posts take ${((user + system) / 10_000).toFixed(0)} ms of a core`);
}

/** Creators whose posting time makes no difference, and who all the same have habits. */
function measureNull(figures: Figures): { table: QuotedTable; highest: number } {
  let highest = 0;
  const rateOf = (account: Omit<SimulatedAccount, 'hours'>): string => {
    const random = createRandom(`null ${JSON.stringify(account)}`);
    const rate = shareOf(NULL_ACCOUNTS, () =>
      saysAnything(analysePostingTimes(simulatePosts({ ...account, hours: 'HABITS' }, random))),
    );
    const text = withError(rate, NULL_ACCOUNTS);
    if (account.correlation === undefined) {
      highest = Math.max(highest, rate);
      figures.add(
        `told of posting time without cause: ${describe(account)}`,
        `≤ ${percent(BUDGET, 0)}`,
        text,
        rate <= BUDGET,
      );
    } else
      say(
        `  told without cause: ${describe(account)}, neighbours’ correlation ${String(account.correlation)}: ${text}`,
      );
    return text;
  };
  const rows = [30, 60, 120, 240].map((posts) => [
    String(posts),
    ...SIGMAS.map((sigma) => rateOf({ posts, sigma })),
    rateOf({ posts, sigma: 0.9, correlation: 0.2 }),
  ]);
  const columns = ['posts', 'σ 0.9', 'σ 1.3', 'σ 0.9, neighbours correlated by 0.2'];
  return { table: { name: 'posting-times-null', columns, rows }, highest };
}

/** Creators for whom four hours of every day are better. */
function measurePower(figures: Figures): QuotedTable {
  const rows: string[][] = [];
  for (const posts of [60, 120, 240]) {
    // In standard errors, so that σ makes no difference.
    const nulls = createRandom(`reference ${String(posts)}`);
    const thresholds = thresholdsOf(
      Array.from({ length: 2 * NULL_ACCOUNTS }, () =>
        maxZ(simulatePosts({ posts, sigma: 1, hours: 'EVEN' }, nulls)),
      ),
    );
    for (const sigma of SIGMAS) {
      const row = [String(posts), String(sigma)];
      for (const gain of [0.5, 1]) {
        const random = createRandom(`power ${String(posts)} ${String(sigma)} ${String(gain)}`);
        const effect = effectOfHours(Math.log1p(gain));
        const found = { ours: 0, oneSided: 0, twoSided: 0 };
        for (let account = 0; account < POWER_ACCOUNTS; account++) {
          const simulated = simulatePosts({ posts, sigma, hours: 'EVEN', effect }, random);
          const reference = maxZ(simulated);
          if (saysAnything(analysePostingTimes(simulated))) found.ours += 1 / POWER_ACCOUNTS;
          if (reference.oneSided > thresholds.oneSided) found.oneSided += 1 / POWER_ACCOUNTS;
          if (reference.twoSided > thresholds.twoSided) found.twoSided += 1 / POWER_ACCOUNTS;
        }
        const what = `effect of +${percent(gain, 0)} seen: ${describe({ posts, sigma })}`;
        figures.add(
          what,
          `≥ ${percent(found.oneSided - 0.05)}`,
          percent(found.ours),
          found.ours >= found.oneSided - 0.05,
        );
        row.push(...[found.ours, found.oneSided, found.twoSided].map((share) => percent(share, 0)));
      }
      rows.push(row);
    }
  }
  const columns = ['posts', 'σ', '+50 %', 'reference', 'two-sided', '+100 %', 'reference', 'two-sided'];
  return { name: 'posting-times-power', columns, rows };
}

/** Where something is true: what is claimed besides it, and how often intervals hold. */
function measureTogether(figures: Figures): QuotedTable {
  const rows = [120, 240].map((posts) => {
    const random = createRandom(`besides ${String(posts)}`);
    const untrue = shareOf(POWER_ACCOUNTS, () => {
      const simulated = simulatePosts(
        { posts, sigma: 0.9, hours: 'EVEN', effect: effectOfHours(Math.log(2)) },
        random,
      );
      return claimsBesides(analysePostingTimes(simulated));
    });
    const besides = withError(untrue, POWER_ACCOUNTS);
    figures.add(
      `something untrue claimed besides what is true: ${String(posts)} posts`,
      `≤ ${percent(BUDGET, 0)}`,
      besides,
      untrue <= BUDGET,
    );
    const held = coverageOf(posts);
    figures.add(`intervals of hours that hold: ${String(posts)} posts`, '≥ 90 %', percent(held), held >= 0.9);
    return [String(posts), besides, percent(held)];
  });
  const columns = [
    'posts',
    'creators told something untrue beside the true hours',
    'intervals of hours that hold',
  ];
  return { name: 'posting-times-together', columns, rows };
}

/** Of accounts whose hours truly differ, by a standard deviation of 0.2 on log views. */
function coverageOf(posts: number): number {
  const random = createRandom(`coverage ${String(posts)}`);
  let held = 0;
  for (let account = 0; account < POWER_ACCOUNTS; account++) {
    const effects = Array.from({ length: 6 }, () => 0.2 * randomNormal(random));
    const effectAt = (hour: number) => effects[Math.floor(hour / 4)]!;
    const simulated = simulatePosts(
      { posts, sigma: 0.9, hours: 'HABITS', effect: (_, hour) => effectAt(hour) },
      random,
    );
    const usual = simulated.reduce((sum, { hour }) => sum + effectAt(hour), 0) / posts;
    for (const { startHour, lift } of postingLifts(analysePostingTimes(simulated)).hours) {
      const truth = Math.expm1(effectAt(startHour) - usual);
      if (lift.interval.lower <= truth && truth <= lift.interval.upper) held++;
    }
  }
  return held / (6 * POWER_ACCOUNTS);
}

/** Real outcomes, where posting times are dealt out anew among the posts of each creator. */
function measureReal(figures: Figures): QuotedTable | null {
  const creators = creatorsWith(30);
  if (creators === null) return null;
  const random = createRandom('real');
  const accounts = creators.map(toPosts);
  let told = 0;
  for (let turn = 0; turn < SHUFFLES; turn++) {
    for (const posts of accounts) {
      const times = shuffled(posts, random);
      const dealt = posts.map((post, index) => ({
        ...post,
        weekday: times[index]!.weekday,
        hour: times[index]!.hour,
      }));
      if (saysAnything(analysePostingTimes(dealt))) told++;
    }
  }
  const analyses = accounts.length * SHUFFLES;
  const rate = told / analyses;
  const text = withError(rate, analyses);
  figures.add(
    'told of posting time without cause: real creators, times shuffled',
    `≤ ${percent(BUDGET, 0)}`,
    text,
    rate <= BUDGET,
  );
  const asPosted =
    accounts.filter((posts) => saysAnything(analysePostingTimes(posts))).length / accounts.length;
  return {
    name: 'posting-times-real',
    columns: ['creators with ≥ 30 videos', 'told anything, times shuffled', 'times as posted'],
    rows: [[String(accounts.length), text, withError(asPosted, accounts.length)]],
  };
}

function toPosts({ videos }: Creator): AnalysedPost[] {
  const outcomes = outcomesOf(videos.map(({ postedAt, views }) => ({ postedAt, age: 'GROWN_UP', views })));
  return videos.map((video, index) => {
    const { hour, weekday } = clockOf(video.postedAt, 'UTC');
    return {
      id: video.id,
      postedAt: video.postedAt,
      measuredAt: video.postedAt,
      weekday: weekday - 1,
      hour,
      outcome: outcomes[index]!,
      hashtags: video.hashtags,
      durationSeconds: video.durationSeconds,
      orientation: 'UNKNOWN',
      format: 'VIDEO',
      captionLength: null,
      postsInWeekBefore: null,
    };
  });
}

function effectOfHours(size: number): (weekday: number, hour: number) => number {
  return (_, hour) => (hour >= HOURS.from && hour < HOURS.to ? size : 0);
}

function saysAnything(times: PostingTimes): boolean {
  const { verdict, hours, days, blocks } = postingLifts(times);
  return verdict !== 'NO_EVIDENCE_YET' || [...hours, ...days, ...blocks].some(isClaim);
}

function claimsBesides(times: PostingTimes): boolean {
  const { hours, days, blocks } = postingLifts(times);
  const others = [...hours, ...blocks].filter(({ startHour }) => startHour !== HOURS.from);
  return [...others, ...days].some(isClaim);
}

function isClaim({ lift }: { lift: Lift }): boolean {
  return lift.verdict !== 'NO_EVIDENCE_YET';
}

function shareOf(times: number, happens: () => boolean): number {
  let count = 0;
  for (let turn = 0; turn < times; turn++) if (happens()) count++;
  return count / times;
}

function describe({ posts, sigma }: { posts: number; sigma: number }): string {
  return `${String(posts)} posts, σ ${String(sigma)}`;
}

function withError(share: number, n: number): string {
  return `${percent(share)} ± ${(errorOfShare(share, n) * 100).toFixed(1)}`;
}
