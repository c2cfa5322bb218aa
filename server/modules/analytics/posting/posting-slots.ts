import { createRandom, randomNormal } from '../../../lib/random.ts';
import type { Random } from '../../../lib/random.ts';
import { addDays, dayOf, instantOf } from '../calendar.ts';
import type { Day } from '../calendar.ts';
import type { Lift } from '../lift/lift.ts';
import type { Posterior } from '../lift/partial-pooling.ts';
import { postingLifts } from './posting-lifts.ts';
import type { PostingLifts, PostingBlockLift } from './posting-lifts.ts';
import type { PostingTimes } from './posting-times.ts';
import { BLOCK_HOURS, BLOCKS_PER_WEEK, DAYS_PER_WEEK } from './posting-week.ts';

/** EVIDENCE: posts do better then; HABIT: the account usually posts then; EXPERIMENT: to learn. */
export type SlotBasis = 'EVIDENCE' | 'EXPERIMENT' | 'HABIT';

/** A time to post. */
export interface PostingSlot {
  at: Date;
  basis: SlotBasis;
  /** What it rests on: of its block, or of its hours or day where these have the evidence. Null where the block has no posts. */
  lift: Lift | null;
}

interface Candidate extends Omit<PostingSlot, 'at'> {
  /** Days from today: 1–7. */
  daysAhead: number;
  /** 0–23. */
  hour: number;
  posterior: Posterior;
}

/** Experiments begin at or after this hour: nobody is sent out of bed. */
const WAKING_FROM = 8;
/** Every so manyth slot goes to what is known to do well, or else is usual; the others explore. */
const SETTLED_EVERY = 3;
/** A block is usual for an account that has so many times a block's even share of its posts. */
const USUAL_SHARE = 2;

/**
 * Times to post from tomorrow on, within a week, soonest first; each block of the week at most once, days in turn. The
 * first `n` of them are the same for every `first` ≥ n.
 *
 * One of three is settled: a block with evidence, else one the account usually posts in. The others are drawn by Thompson
 * sampling (Thompson 1933, doi:10.1093/biomet/25.3-4.285): of each block's effect one value is drawn from its posterior, and
 * the block with the highest is taken. Blocks between 0:00 and 8:00 only where there is evidence or habit. The
 * same question has the same answer all day.
 *
 * @param options.first 1–20.
 * @param options.timezone IANA.
 * @param options.subject whose slots they are: another subject draws other values.
 */
export function proposeSlots(
  times: PostingTimes,
  { first, now, timezone, subject }: { first: number; now: Date; timezone: string; subject: string },
): PostingSlot[] {
  const today = dayOf(now.getTime(), timezone);
  const random = createRandom(`${subject} ${today}`);
  const candidates = candidatesOf(times, today, random);
  const slots: PostingSlot[] = [];
  const taken = new Map<number, number>();
  while (slots.length < first && candidates.length > 0) {
    const fewest = Math.min(...candidates.map(({ daysAhead }) => taken.get(daysAhead) ?? 0));
    const open = candidates.filter(({ daysAhead }) => (taken.get(daysAhead) ?? 0) === fewest);
    const settled = slots.length % SETTLED_EVERY === 0 ? settledOf(open) : [];
    const chosen = bestDraw(settled.length > 0 ? settled : open, random);
    candidates.splice(candidates.indexOf(chosen), 1);
    const { daysAhead, hour, basis, lift } = chosen;
    taken.set(daysAhead, fewest + 1);
    slots.push({ at: new Date(instantOf(addDays(today, daysAhead), hour, timezone)), basis, lift });
  }
  return slots.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** Each block of the week that may be proposed, on its day among the next seven. */
function candidatesOf(times: PostingTimes, today: Day, random: Random): Candidate[] {
  const lifts = postingLifts(times);
  const weekdayToday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % DAYS_PER_WEEK;
  return times.blocks.flatMap((posterior, index) => {
    const { weekday, startHour, lift } = lifts.blocks[index]!;
    const hour = posterior.usualHour ?? startHour + Math.floor(random() * BLOCK_HOURS);
    const evidence = evidenceFor(lifts.blocks[index]!, lifts);
    const share = (posterior.sampleSize * BLOCKS_PER_WEEK) / times.sampleSize;
    const basis = evidence !== null ? 'EVIDENCE' : share >= USUAL_SHARE ? 'HABIT' : 'EXPERIMENT';
    if (basis === 'EXPERIMENT' && startHour < WAKING_FROM) return [];
    const daysAhead = ((weekday - weekdayToday + DAYS_PER_WEEK - 1) % DAYS_PER_WEEK) + 1;
    const own = posterior.sampleSize === 0 ? null : lift;
    return [{ daysAhead, hour, basis, lift: evidence ?? own, posterior }];
  });
}

/** The lift with HIGHER that a block rests on: its own, else that of its hours, else, by day, of its day. */
function evidenceFor(
  { lift, weekday, startHour }: PostingBlockLift,
  { hours, days }: PostingLifts,
): Lift | null {
  const lifts = [lift, hours[startHour / BLOCK_HOURS]!.lift];
  if (startHour >= WAKING_FROM) lifts.push(days[weekday]!.lift);
  return lifts.find(({ verdict }) => verdict === 'HIGHER') ?? null;
}

function settledOf(candidates: readonly Candidate[]): Candidate[] {
  const proven = candidates.filter(({ basis }) => basis === 'EVIDENCE');
  return proven.length > 0 ? proven : candidates.filter(({ basis }) => basis === 'HABIT');
}

function bestDraw(candidates: readonly Candidate[], random: Random): Candidate {
  let best = { candidate: candidates[0]!, draw: -Infinity };
  for (const candidate of candidates) {
    const { mean, deviation } = candidate.posterior;
    const draw = mean + deviation * randomNormal(random);
    if (draw > best.draw) best = { candidate, draw };
  }
  return best.candidate;
}
