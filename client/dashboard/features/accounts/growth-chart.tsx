import { useId, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { formatDay, formatLongDay, formatTick, formatWhole } from '../../lib/format.ts';
import { useWidth } from '../../lib/hooks.ts';
import { linear, niceTicks } from '../../lib/scale.ts';
import { findStretches } from '../../lib/series.ts';
import type { DayValue } from '../../lib/series.ts';
import { Bars, Line } from './chart-marks.tsx';

const HEIGHT = 240;
const MARGIN = { top: 14, right: 14, bottom: 28 };
/** Width of a letter of an axis label, pixels, rounded up. */
const LETTER_WIDTH = 7.5;
/** Room that a date label takes, pixels. */
const LABEL_WIDTH = 84;
/** Half of what the widest tip takes, pixels. */
const TIP_ROOM = 96;

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  PageUp: (at) => at - 7,
  PageDown: (at) => at + 7,
  Home: () => 0,
  End: (_at, last) => last,
};

/**
 * A chart of days. It reads out one day at a time: with the pointer, or with the arrow keys as a slider does. Days
 * without data are shaded, never drawn as 0.
 */
export function GrowthChart({
  days,
  form,
  label,
  noun,
}: {
  readonly days: readonly DayValue[];
  readonly form: 'line' | 'bars';
  readonly label: string;
  readonly noun: string;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const patternId = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const last = days.length - 1;
  const values = days.flatMap(({ value }) => (value === null ? [] : [value]));
  const known = days.filter(({ value }) => value !== null);
  if (known.length < 2)
    return (
      <p className="chart-empty muted">
        {known[0] === undefined
          ? 'No figures in these days yet.'
          : `${formatWhole(known[0].value)} ${noun} on ${formatDay(known[0].date)}. The chart begins with the second day.`}
      </p>
    );

  const low = form === 'bars' ? Math.min(0, ...values) : Math.min(...values);
  const high = form === 'bars' ? Math.max(1, ...values) : Math.max(...values);
  const ticks = niceTicks(low, high, 4);
  const labelLength = Math.max(...ticks.map((tick) => formatTick(tick).length));
  const left = Math.max(54, Math.ceil(labelLength * LETTER_WIDTH) + 12);
  const domain: [number, number] = [ticks[0] ?? low, ticks.at(-1) ?? high];
  const right = Math.max(width - MARGIN.right, left + 1);
  const slot = (right - left) / days.length;
  const x = linear([0, Math.max(last, 1)], [left + slot / 2, right - slot / 2]);
  const y = linear(domain, [HEIGHT - MARGIN.bottom, MARGIN.top]);
  const every = Math.max(1, Math.ceil(days.length / Math.max(2, (right - left) / LABEL_WIDTH)));

  const read = (position: number): string => {
    const day = days[position];
    if (day === undefined) return '';
    const value = day.value === null ? 'no data' : `${formatWhole(day.value)} ${noun}`;
    return `${formatLongDay(day.date)}: ${value}${day.isInterpolated ? ', interpolated' : ''}`;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setChosen(Math.min(last, Math.max(0, step(chosen ?? last, last))));
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>): void => {
    const offset = event.clientX - event.currentTarget.getBoundingClientRect().left - left;
    setChosen(Math.min(last, Math.max(0, Math.floor(offset / slot))));
  };
  const chosenDay = chosen === null ? undefined : days[chosen];

  return (
    <div
      ref={frame}
      className="chart"
      role="slider"
      tabIndex={0}
      aria-label={`${label} by day. Arrow keys read one day at a time.`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={chosen ?? last}
      aria-valuetext={read(chosen ?? last)}
      onKeyDown={onKeyDown}
      onFocus={() => {
        setChosen((current) => current ?? last);
      }}
      onBlur={() => {
        setChosen(null);
      }}
    >
      {width > 0 && (
        <svg
          width={width}
          height={HEIGHT}
          aria-hidden="true"
          onPointerMove={onPointerMove}
          onPointerLeave={() => {
            setChosen(null);
          }}
        >
          <defs>
            <pattern
              id={patternId}
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <line className="chart-hatch" x1="0" y1="0" x2="0" y2="6" />
            </pattern>
          </defs>
          {findStretches(days, false).map(([first, end]) => (
            <rect
              key={first}
              x={x(first) - slot / 2}
              y={MARGIN.top}
              width={slot * (end - first + 1)}
              height={HEIGHT - MARGIN.top - MARGIN.bottom}
              fill={`url(#${patternId})`}
            />
          ))}
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                className={`chart-grid ${tick === 0 ? 'is-zero' : ''}`}
                x1={left}
                x2={right}
                y1={y(tick)}
                y2={y(tick)}
              />
              <text className="chart-label" x={left - 8} y={y(tick)} dy="0.32em" textAnchor="end">
                {formatTick(tick)}
              </text>
            </g>
          ))}
          {days.map(({ date }, position) =>
            (last - position) % every === 0 && x(position) > left + 8 ? (
              <text
                key={date}
                className="chart-label"
                x={Math.min(x(position), right - 16)}
                y={HEIGHT - 8}
                textAnchor="middle"
              >
                {formatDay(date)}
              </text>
            ) : null,
          )}
          {form === 'bars' ? (
            <Bars days={days} x={x} y={y} slot={slot} />
          ) : (
            <Line days={days} x={x} y={y} floor={y(domain[0])} />
          )}
          {chosen !== null && chosenDay !== undefined && (
            <g className="chart-chosen">
              <line x1={x(chosen)} x2={x(chosen)} y1={MARGIN.top} y2={HEIGHT - MARGIN.bottom} />
              {chosenDay.value !== null && <circle cx={x(chosen)} cy={y(chosenDay.value)} r={4.5} />}
            </g>
          )}
        </svg>
      )}
      {chosen !== null && chosenDay !== undefined && (
        <p
          className="chart-tip"
          aria-hidden="true"
          style={{
            left: Math.min(Math.max(x(chosen), TIP_ROOM), Math.max(width - TIP_ROOM, TIP_ROOM)),
            top: chosenDay.value !== null && y(chosenDay.value) < HEIGHT / 2 ? HEIGHT / 2 + 24 : MARGIN.top,
          }}
        >
          <strong>{chosenDay.value === null ? 'No data' : `${formatWhole(chosenDay.value)} ${noun}`}</strong>
          <span>
            {formatLongDay(chosenDay.date)}
            {chosenDay.isInterpolated && ', interpolated'}
          </span>
        </p>
      )}
    </div>
  );
}
