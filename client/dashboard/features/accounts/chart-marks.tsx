import { findStretches } from '../../lib/series.ts';
import type { DayValue } from '../../lib/series.ts';

interface MarksProps {
  readonly days: readonly DayValue[];
  readonly x: (position: number) => number;
  readonly y: (value: number) => number;
}

/** A bar a day, from zero; paler where the day is interpolated. */
export function Bars({ days, x, y, slot }: MarksProps & { readonly slot: number }) {
  const width = Math.max(1, Math.min(slot * 0.68, 26));
  return days.map(({ date, value, isInterpolated }, position) => {
    if (value === null) return null;
    const top = Math.min(y(value), y(0));
    return (
      <rect
        key={date}
        className={`chart-bar ${isInterpolated ? 'is-interpolated' : ''} ${value < 0 ? 'is-negative' : ''}`}
        x={x(position) - width / 2}
        y={top}
        width={width}
        height={Math.max(Math.abs(y(value) - y(0)), 0.5)}
        rx={Math.min(2.5, width / 2)}
      />
    );
  });
}

/** A line with a soft area under it, broken where days are missing, dashed where they are interpolated. */
export function Line({ days, x, y, floor }: MarksProps & { readonly floor: number }) {
  return findStretches(days, true).map(([first, last]) => {
    const points = days.slice(first, last + 1).map(({ value, isInterpolated }, step) => ({
      isInterpolated,
      at: [x(first + step), y(value ?? 0)] as const,
    }));
    const path = points.map(({ at }) => at.map((pixel) => pixel.toFixed(1)).join(',')).join(' L');
    const dashed = points.flatMap(({ at, isInterpolated }, step) => {
      const before = points[step - 1]?.at;
      return isInterpolated && before !== undefined ? [`M${before.join(',')} L${at.join(',')}`] : [];
    });
    const [start] = points;
    return (
      <g key={first}>
        {points.length > 1 && (
          <path
            className="chart-area"
            d={`M${String(x(first))},${String(floor)} L${path} L${String(x(last))},${String(floor)} Z`}
          />
        )}
        {points.length > 1 && <path className="chart-line" d={`M${path}`} />}
        {points.length === 1 && start !== undefined && (
          <circle className="chart-dot" cx={start.at[0]} cy={start.at[1]} r={3} />
        )}
        {dashed.length > 0 && <path className="chart-dash" d={dashed.join(' ')} />}
      </g>
    );
  });
}
