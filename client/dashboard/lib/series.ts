const DAY_MS = 86_400_000;

/** One day of a series; null where nothing is known of it. */
export interface DayValue {
  /** YYYY-MM-DD */
  readonly date: string;
  readonly value: number | null;
  /** Computed from captures further apart than a day. */
  readonly isInterpolated: boolean;
}

/** Every day from the first to the last, both included, with null in the place of those that no point tells of. */
export function fillDays<Point extends { readonly date: string; readonly quality: string }>(
  points: readonly Point[],
  { from, to }: { readonly from: string; readonly to: string },
  read: (point: Point) => number | null,
): DayValue[] {
  const byDate = new Map(points.map((point) => [point.date, point]));
  const days: DayValue[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
    const date = new Date(at).toISOString().slice(0, 10);
    const point = byDate.get(date);
    days.push({
      date,
      value: point === undefined ? null : read(point),
      isInterpolated: point?.quality === 'INTERPOLATED',
    });
  }
  return days;
}

/** Stretches of neighbouring days, as first and last position: those with a value, or those without. */
export function findStretches(days: readonly DayValue[], isKnown: boolean): [first: number, last: number][] {
  const stretches: [number, number][] = [];
  days.forEach(({ value }, position) => {
    if ((value !== null) !== isKnown) return;
    const last = stretches.at(-1);
    if (last?.[1] === position - 1) last[1] = position;
    else stretches.push([position, position]);
  });
  return stretches;
}
