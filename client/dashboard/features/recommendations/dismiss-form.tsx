import { useState } from 'react';
import type { DismissReason } from '../../../sdk/index.ts';

/** OTHER is left out: it points to a comment, and none is asked for here. */
const REASONS: Readonly<Record<Exclude<DismissReason, 'OTHER'>, string>> = {
  NOT_RELEVANT: 'Nothing to do with the account',
  OFF_BRAND: 'Does not fit the account',
  ALREADY_DONE: 'Made already',
  TOO_HARD: 'Takes too much',
  WRONG_FACTS: 'Says something untrue',
};

/** Asks why, which may stay open, before a recommendation is dismissed. */
export function DismissForm({
  title,
  isPending,
  onDismiss,
  onCancel,
}: {
  readonly title: string;
  readonly isPending: boolean;
  readonly onDismiss: (reason: DismissReason | null) => void;
  readonly onCancel: () => void;
}) {
  const [reason, setReason] = useState<DismissReason | null>(null);
  return (
    <form
      className="row actions"
      onSubmit={(event) => {
        event.preventDefault();
        onDismiss(reason);
      }}
    >
      <select
        className="select-small"
        aria-label={`Why dismiss: ${title}`}
        autoFocus
        value={reason ?? ''}
        onChange={({ target }) => {
          setReason(target.value === '' ? null : (target.value as DismissReason));
        }}
      >
        <option value="">No reason given</option>
        {Object.entries(REASONS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <button className="button button-small" type="submit" disabled={isPending}>
        Dismiss
      </button>
      <button className="button button-small" type="button" disabled={isPending} onClick={onCancel}>
        Keep
      </button>
    </form>
  );
}
