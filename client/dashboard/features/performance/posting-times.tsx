import type { DayOfWeek, PostingTimesFieldsFragment, SlotBasis } from '../../../sdk/index.ts';
import { formatInstantIn, formatSignedPercent } from '../../lib/format.ts';

const DAYS: Readonly<Record<DayOfWeek, string>> = {
  MONDAY: 'Mondays',
  TUESDAY: 'Tuesdays',
  WEDNESDAY: 'Wednesdays',
  THURSDAY: 'Thursdays',
  FRIDAY: 'Fridays',
  SATURDAY: 'Saturdays',
  SUNDAY: 'Sundays',
};

const BASES: Readonly<Record<SlotBasis, string>> = {
  EVIDENCE: 'did better before',
  EXPERIMENT: 'an experiment, to learn',
  HABIT: 'when this account usually posts',
};

/** When posts do better, or that nobody can tell yet, and what to try next. */
export function PostingTimes({ times }: { readonly times: PostingTimesFieldsFragment }) {
  const { verdict, timezone, sampleSize, hours, days, nextSlots } = times;
  const better = [
    ...hours
      .filter(({ lift }) => lift.verdict === 'HIGHER')
      .map(({ startHour, lift }) => `${hoursOf(startHour)} (${formatSignedPercent(lift.value)})`),
    ...days
      .filter(({ lift }) => lift.verdict === 'HIGHER')
      .map(({ day, lift }) => `${DAYS[day]} (${formatSignedPercent(lift.value)})`),
  ];
  const posts = `${String(sampleSize)} ${sampleSize === 1 ? 'post' : 'posts'}`;
  return (
    <section aria-labelledby="times-title">
      <h3 id="times-title">Posting times</h3>
      <p>
        {verdict === 'HIGHER' && better.length > 0
          ? `Posts did better at ${better.join(', ')}; ${posts}.`
          : `No evidence yet that any hour or day does better, from ${posts}.`}{' '}
        <span className="muted">Times in {timezone}.</span>
      </p>
      <ul>
        {nextSlots.map(({ at, basis }) => (
          <li key={at}>
            <time dateTime={at}>{formatInstantIn(at, timezone)}</time>
            {/* A basis newer than this page says nothing. */}
            <span className="muted"> · {(BASES as Partial<typeof BASES>)[basis]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function hoursOf(startHour: number): string {
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  return `${clock(startHour)}–${clock(startHour + 4)}`;
}
