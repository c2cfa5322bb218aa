import type { Services } from '../../app/services.ts';
import { toDate } from '../../lib/time.ts';
import { startOfDay } from '../analytics/calendar.ts';
import { agedVideos, toStoredScore } from '../analytics/outlier/outlier.service.ts';
import { loadFalls, loadFollowerCaptures, loadReachedPosts } from './changes.loader.ts';
import { findCounterFalls } from './counter-fall.ts';
import type { DetectedFinding } from './detected-finding.ts';
import { fallFinding, followerFinding, reachFinding, takeOffFinding } from './finding-in-words.ts';
import { BASELINE_DAYS, findFollowerChanges } from './follower-change.ts';
import { followerDaysOf } from './follower-days.ts';
import { raiseFindings } from './raise-findings.service.ts';
import { findReachChange } from './reach-change.ts';
import { CANDIDATE, takeOffOf } from './viral-take-off.ts';

type Deps = Pick<Services, 'database' | 'clock' | 'hub'>;
/** Days and weeks are read in its time zone. */
interface Account {
  id: string;
  timezone: string;
}

const DAY_MS = 86_400_000;
/** Days that are looked at for jumps of followers: older ones are no news, also where an account was just connected. */
const FOLLOWER_DAYS = 14;
/** Falls are looked for in this time; videos that hardly move are captured weekly, and three captures make one. */
const FALL_DAYS = 22;
/** Of a video that may be behind a jump of followers. */
const BEHIND_A_JUMP = { minZ: 2, postedWithinDays: 7 };

/** Raises the take-offs among an account's young videos. Cheap where no stored score is unusual, so after every sync. */
export async function raiseTakeOffs(deps: Deps, { id, timezone }: Account): Promise<void> {
  const { database, clock } = deps;
  const candidates = await database.prisma.tikTokVideo.findMany({
    where: {
      connectionId: id,
      outlierZ: { gte: CANDIDATE.minZ },
      postedAt: { gte: daysBefore(clock.now(), CANDIDATE.maxAgeDays) },
      findings: { none: { finding: { kind: 'VIRAL_TAKE_OFF' } } },
    },
    select: { id: true, outlier: true, viewsPerHour: true },
  });
  const far = candidates.flatMap((video) => {
    const score = toStoredScore(video.outlier, video.viewsPerHour);
    return score !== null && score.multipleOfMedian >= CANDIDATE.minMultiple ? [{ ...video, score }] : [];
  });
  if (far.length === 0) return;
  const aged = await agedVideos(
    deps,
    far.map((video) => video.id),
  );
  const detected = far.flatMap(({ id: videoId, score }) => {
    const { video, account } = aged.get(videoId)!;
    const takeOff = takeOffOf(video, account, score);
    return takeOff === null ? [] : [takeOffFinding(videoId, takeOff, score.capturedAt.getTime(), timezone)];
  });
  await raiseFindings(deps, id, detected);
}

/** Raises what else changed: the reach of posts, followers from one day to the next, counters that fell. */
export async function raiseChanges(deps: Deps, account: Account): Promise<void> {
  const detected = [
    ...(await reachChanges(deps, account)),
    ...(await followerChanges(deps, account)),
    ...(await counterFalls(deps, account)),
  ];
  await raiseFindings(deps, account.id, detected);
}

/** Looks on from the last change that was raised, since the time before it tells nothing of what is usual now. */
async function reachChanges({ database }: Deps, { id, timezone }: Account): Promise<DetectedFinding[]> {
  const last = await database.prisma.finding.findFirst({
    where: { connectionId: id, kind: { in: ['REACH_DROP', 'CHANGE_POINT'] } },
    orderBy: { startedOn: 'desc' },
    select: { startedOn: true },
  });
  const since = last === null ? 0 : startOfDay(toDate(last.startedOn), timezone);
  const change = findReachChange(await loadReachedPosts(database, id, new Date(since)));
  return change === null ? [] : [reachFinding(change, timezone)];
}

async function followerChanges(deps: Deps, { id, timezone }: Account): Promise<DetectedFinding[]> {
  const { database, clock } = deps;
  const since = daysBefore(clock.now(), BASELINE_DAYS + FOLLOWER_DAYS + 1);
  const captures = await loadFollowerCaptures(database, id, since);
  const changes = findFollowerChanges(followerDaysOf(captures, timezone), FOLLOWER_DAYS);
  const findings: DetectedFinding[] = [];
  for (const change of changes) {
    const end = startOfDay(change.date, timezone) + DAY_MS;
    const videos = change.gained > 0 ? await unusualVideos(deps, id, end) : [];
    findings.push(followerFinding(change, videos));
  }
  return findings;
}

async function unusualVideos({ database }: Deps, connectionId: string, before: number): Promise<string[]> {
  const since = daysBefore(new Date(before), BEHIND_A_JUMP.postedWithinDays);
  const videos = await database.prisma.tikTokVideo.findMany({
    where: {
      connectionId,
      outlierZ: { gte: BEHIND_A_JUMP.minZ },
      postedAt: { gte: since, lt: new Date(before) },
    },
    orderBy: [{ outlierZ: 'desc' }, { id: 'desc' }],
    select: { id: true },
  });
  return videos.map(({ id }) => id);
}

async function counterFalls(
  { database, clock }: Deps,
  { id, timezone }: Account,
): Promise<DetectedFinding[]> {
  const triples = await loadFalls(database, id, daysBefore(clock.now(), FALL_DAYS));
  return findCounterFalls(triples).map((fall) => fallFinding(fall, timezone));
}

function daysBefore(at: Date, days: number): Date {
  return new Date(at.getTime() - days * DAY_MS);
}
