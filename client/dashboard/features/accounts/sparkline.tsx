import { findStretches } from '../../lib/series.ts';
import type { DayValue } from '../../lib/series.ts';
import { linear } from '../../lib/scale.ts';

const WIDTH = 120;
const HEIGHT = 36;

/** The shape of a series; the figures stand beside it, so it says nothing to a screen reader. */
export function Sparkline({ days }: { readonly days: readonly DayValue[] }) {
  const values = days.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length < 2) return null;
  const x = linear([0, days.length - 1], [2, WIDTH - 2]);
  const y = linear([Math.min(...values), Math.max(...values)], [HEIGHT - 4, 4]);
  return (
    <svg className="sparkline" viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} aria-hidden="true">
      {findStretches(days, true).map(([first, last]) => (
        <polyline
          key={first}
          points={days
            .slice(first, last + 1)
            .map(({ value }, step) => `${x(first + step).toFixed(1)},${y(value ?? 0).toFixed(1)}`)
            .join(' ')}
        />
      ))}
    </svg>
  );
}
