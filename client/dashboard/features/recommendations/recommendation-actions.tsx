import { useState } from 'react';
import type { RecommendationFieldsFragment, RecommendationStatus } from '../../../sdk/index.ts';
import { useUpdateRecommendation } from '../../../sdk/react/index.ts';
import { toPlainWords } from '../../lib/plain-error.ts';
import { DismissForm } from './dismiss-form.tsx';
import { UsedForm } from './used-form.tsx';

const ACTIONS: Readonly<
  Record<RecommendationStatus, readonly { readonly label: string; readonly status: RecommendationStatus }[]>
> = {
  NEW: [
    { label: 'Save', status: 'SAVED' },
    { label: 'Dismiss', status: 'DISMISSED' },
  ],
  SAVED: [
    { label: 'Mark as used', status: 'USED' },
    { label: 'Remove from saved', status: 'NEW' },
  ],
  DISMISSED: [{ label: 'Bring back', status: 'NEW' }],
  USED: [
    { label: 'Name the video', status: 'USED' },
    { label: 'Not used after all', status: 'SAVED' },
  ],
};

/** What the creator can do with a recommendation. */
export function RecommendationActions({
  recommendation,
}: {
  readonly recommendation: RecommendationFieldsFragment;
}) {
  const { mutate, isPending, error } = useUpdateRecommendation();
  const [asked, setAsked] = useState<'DISMISSED' | 'USED' | null>(null);
  const { id: recommendationId, title, createdAt, connection } = recommendation;
  const close = (): void => {
    setAsked(null);
  };
  if (asked === 'USED')
    return (
      <UsedForm
        title={title}
        createdAt={createdAt}
        connectionId={connection.id}
        isPending={isPending}
        onCancel={close}
        onUsed={(usedVideoId) => {
          mutate({ recommendationId, status: 'USED', usedVideoId }, { onSettled: close });
        }}
      />
    );
  if (asked === 'DISMISSED')
    return (
      <DismissForm
        title={title}
        isPending={isPending}
        onCancel={close}
        onDismiss={(dismissReason) => {
          mutate({ recommendationId, status: 'DISMISSED', dismissReason }, { onSettled: close });
        }}
      />
    );
  return (
    <div className="row actions">
      {ACTIONS[recommendation.status].map(({ label, status }) => (
        <button
          key={status}
          className="button button-small"
          type="button"
          disabled={isPending}
          aria-label={`${label}: ${title}`}
          onClick={() => {
            if (status === 'DISMISSED' || status === 'USED') setAsked(status);
            else mutate({ recommendationId, status });
          }}
        >
          {label}
        </button>
      ))}
      {error !== null && (
        <span className="error-text" role="alert">
          {toPlainWords(error)}
        </span>
      )}
    </div>
  );
}
