import type { ReactNode } from 'react';
import { formatInstant, formatRelative, formatSigned } from '../../lib/format.ts';
import { useNow } from '../../lib/hooks.ts';

/** "3 hours ago", with the whole date on hover. */
export function TimeAgo({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={formatInstant(at)}>
      {formatRelative(at, useNow())}
    </time>
  );
}

/** A number under its name. */
export function Stat({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="stat">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A difference, told by its sign and not by its colour alone; nothing where it is unknown. */
export function Change({
  value,
  label,
}: {
  readonly value: number | null | undefined;
  readonly label: string;
}) {
  if (value === null || value === undefined) return null;
  const direction = value > 0 ? 'up' : value < 0 ? 'down' : 'flat';
  return (
    <span className={`change change-${direction}`}>
      {formatSigned(value)} <span className="change-label">{label}</span>
    </span>
  );
}

/** One of a few, as a row of buttons. */
export function Choice<Value extends string | number>({
  label,
  options,
  value,
  onChange,
}: {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}) {
  return (
    <div className="choice" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => {
            onChange(option.value);
          }}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
