import { AGES, type AgedVideo, outlierScore } from '../../../server/modules/analytics/outlier/outlier.ts';
import { type CaptureTriple, findCounterFalls } from '../../../server/modules/findings/counter-fall.ts';
import { findFollowerChanges } from '../../../server/modules/findings/follower-change.ts';
import { findReachChange, REACH_AGE_HOURS } from '../../../server/modules/findings/reach-change.ts';
import { CANDIDATE, takeOffOf } from '../../../server/modules/findings/viral-take-off.ts';
import { createRandom } from '../../../server/lib/random.ts';
import { errorOfShare, percent, type StatisticsPart } from './part.ts';
import {
  asAgedVideo,
  type Happening,
  simulateAccount,
  type SimulatedAccount,
  viewsAt,
} from './simulated-account.ts';

const HOUR_MS = 3_600_000;
const NULL_ACCOUNTS = 300;
const POWER_ACCOUNTS = 200;
const DAYS = 365;
/** More posts on either side are never compared with one. */
const NEIGHBOURS = 55;
/** What happens, happens about here, when the account is known for a while. */
const FROM_DAY = 200;

/** The day on which something is found, counted from 0, and in which direction. */
interface Found {
  day: number;
  direction: 'UP' | 'DOWN';
  /** Posts since the change that this took. */
  posts?: number;
}

/** Whether findings are rare where nothing happens, and made where something does. */
export const findingsPart: StatisticsPart = {
  name: 'findings',
  title: 'Findings',
  measure(figures) {
    const falseAlarms = measureFalseAlarms();
    const total = Object.values(falseAlarms).reduce((sum, count) => sum + count, 0) / NULL_ACCOUNTS;
    const margin = Math.sqrt(total / NULL_ACCOUNTS);
    figures.add(
      `findings a year on ${String(NULL_ACCOUNTS)} accounts on which nothing happens`,
      '≤ 1',
      `${total.toFixed(2)} ± ${margin.toFixed(2)}`,
      total <= 1,
    );
    const power = measurePower();
    for (const { what, least, found } of power) {
      if (least === null) continue;
      figures.add(`found: ${what}`, `≥ ${percent(least, 0)}`, withError(found), found >= least);
    }
    return [
      {
        name: 'findings-false-alarms',
        columns: ['kind', 'a year'],
        rows: [
          ...Object.entries(falseAlarms).map(([kind, count]) => [
            `\`${kind}\``,
            (count / NULL_ACCOUNTS).toFixed(2),
          ]),
          ['all', total.toFixed(2)],
        ],
      },
      {
        name: 'findings-power',
        columns: ['what happens', 'found'],
        rows: power.map(({ what, found }) => [what, withError(found)]),
      },
    ];
  },
};

function withError(share: number): string {
  return `${percent(share, 0)} ± ${percent(errorOfShare(share, POWER_ACCOUNTS), 0)}`;
}

function measureFalseAlarms() {
  const counts = {
    VIRAL_TAKE_OFF: 0,
    REACH_DROP: 0,
    CHANGE_POINT: 0,
    FOLLOWER_JUMP: 0,
    FOLLOWER_DROP: 0,
    COUNTER_FALL: 0,
  };
  for (let index = 0; index < NULL_ACCOUNTS; index++) {
    const account = simulateAccount(`null ${String(index)}`, DAYS);
    for (const { direction } of reachChangesOf(account))
      counts[direction === 'DOWN' ? 'REACH_DROP' : 'CHANGE_POINT']++;
    for (const { direction } of followerChangesOf(account))
      counts[direction === 'DOWN' ? 'FOLLOWER_DROP' : 'FOLLOWER_JUMP']++;
    counts.VIRAL_TAKE_OFF += account.posts.filter((_post, position) => hasTakenOff(account, position)).length;
    counts.COUNTER_FALL += findCounterFalls(correctionsOf(account, `corrections ${String(index)}`)).length;
  }
  return counts;
}

function measurePower() {
  const scenarios: {
    what: string;
    least: number | null;
    happening: Happening;
    isFound: (account: SimulatedAccount) => boolean;
  }[] = [];
  for (const [factor, least] of [
    [0.5, 0.5],
    [0.25, 0.9],
  ] as const) {
    for (const within of [20, 40]) {
      scenarios.push({
        what: `views of every post × ${String(factor)}, within ${String(within)} posts`,
        least: within === 40 ? least : null,
        happening: { reach: { fromDay: FROM_DAY, factor } },
        isFound: (account) =>
          reachChangesOf(account).some(
            ({ day, direction, posts }) => day >= FROM_DAY && direction === 'DOWN' && posts! <= within,
          ),
      });
    }
  }
  scenarios.push({
    what: 'views of every post × 2, within 40 posts',
    least: 0.5,
    happening: { reach: { fromDay: FROM_DAY, factor: 2 } },
    isFound: (account) =>
      reachChangesOf(account).some(
        ({ day, direction, posts }) => day >= FROM_DAY && direction === 'UP' && posts! <= 40,
      ),
  });
  for (const [factor, afterHours, least] of [
    [10, 12, 0.7],
    [10, 48, 0.7],
    [10, 0, null],
    [30, 0, null],
  ] as const) {
    const when =
      afterHours === 0
        ? 'from the beginning'
        : `in a wave that begins ${String(afterHours)} hours after posting`;
    scenarios.push({
      what: `a video × ${String(factor)}, ${when}`,
      least,
      happening: { viral: { fromDay: FROM_DAY, factor, afterHours } },
      isFound: (account) =>
        hasTakenOff(
          account,
          account.posts.findIndex(({ day }) => day >= FROM_DAY),
        ),
    });
  }
  for (const share of [0.02, -0.02]) {
    scenarios.push({
      what: `${share > 0 ? 'a jump' : 'a fall'} of followers by 2 % in a day`,
      least: 0.5,
      happening: { jump: { day: FROM_DAY, share } },
      isFound: (account) =>
        followerChangesOf(account).some(
          ({ day, direction }) => day === FROM_DAY && direction === (share > 0 ? 'UP' : 'DOWN'),
        ),
    });
  }
  return scenarios.map(({ what, least, happening, isFound }) => {
    let found = 0;
    for (let index = 0; index < POWER_ACCOUNTS; index++) {
      if (isFound(simulateAccount(`power ${String(index)}`, DAYS, happening))) found++;
    }
    return { what, least, found: found / POWER_ACCOUNTS };
  });
}

/** As the job looks: again at every post, from the last change that was found on. */
function reachChangesOf({ posts }: SimulatedAccount): Found[] {
  const reached = posts.map((post) => ({
    id: String(post.postedAt),
    postedAt: post.postedAt,
    views: viewsAt(post, post.postedAt + REACH_AGE_HOURS * HOUR_MS),
  }));
  const happened = posts.findIndex(({ day }) => day >= FROM_DAY);
  const found: Found[] = [];
  let from = 0;
  for (let end = 1; end <= reached.length; end++) {
    const change = findReachChange(reached.slice(from, end));
    if (change === null) continue;
    from = end - change.after.length;
    found.push({ day: posts[end - 1]!.day, direction: change.direction, posts: end - happened });
  }
  return found;
}

/** One that goes on for days is raised once. */
function followerChangesOf({ followers }: SimulatedAccount): Found[] {
  const days = followers.map((day, index) => ({ date: String(index), ...day }));
  const found: Found[] = [];
  for (const { date, gained } of findFollowerChanges(days, days.length)) {
    const one: Found = { day: Number(date), direction: gained > 0 ? 'UP' : 'DOWN' };
    const isRaised = found.some(({ day, direction }) => direction === one.direction && one.day - day <= 3);
    if (!isRaised) found.push(one);
  }
  return found;
}

/** Whether it is found at any age at which the job looks. */
function hasTakenOff(account: SimulatedAccount, position: number): boolean {
  const post = account.posts[position];
  if (post === undefined) return false;
  const ages = AGES.filter((hours) => hours >= CANDIDATE.minAgeHours && hours <= CANDIDATE.maxAgeDays * 24);
  return ages.some((hours) => {
    const now = post.postedAt + hours * HOUR_MS;
    const pool = videosAt(account, position, now);
    const video = pool.find(({ postedAt }) => postedAt === post.postedAt)!;
    const score = outlierScore(video, pool, new Date(now));
    return score !== null && takeOffOf(video, pool, score) !== null;
  });
}

const known = new WeakMap<object, AgedVideo>();

function videosAt({ posts }: SimulatedAccount, position: number, now: number): AgedVideo[] {
  return posts.slice(Math.max(0, position - NEIGHBOURS), position + NEIGHBOURS).flatMap((post) => {
    if (post.postedAt > now) return [];
    const whole = known.get(post) ?? asAgedVideo(post, Infinity);
    known.set(post, whole);
    const ages = AGES.filter((hours) => post.postedAt + hours * HOUR_MS <= now).length;
    return [{ ...whole, around: whole.around.slice(0, ages) }];
  });
}

/** What TikTok takes back all the time: of views up to 1 %, of likes up to 3 %, of comments up to 15 %. */
function correctionsOf({ posts }: SimulatedAccount, seed: string): CaptureTriple[] {
  const random = createRandom(seed);
  return posts.map((post) => {
    const before = {
      views: Math.round(post.reach),
      likes: Math.round(post.reach * 0.128),
      comments: Math.round(post.reach * 0.00085),
      shares: Math.round(post.reach * 0.0006),
    };
    const counters = {
      views: Math.round(before.views * (1 - 0.01 * random())),
      likes: Math.round(before.likes * (1 - 0.03 * random())),
      comments: Math.round(before.comments * (1 - 0.15 * random())),
      shares: before.shares,
    };
    return { videoId: String(post.postedAt), before, at: post.postedAt, counters, after: counters };
  });
}
