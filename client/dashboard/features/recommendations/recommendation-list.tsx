import type { RecommendationStatus } from '../../../sdk/index.ts';
import { useRecommendations } from '../../../sdk/react/index.ts';
import { Choice } from '../../components/ui/figures.tsx';
import { Loading, LoadMore, Problem } from '../../components/ui/states.tsx';
import { toTexts } from '../../lib/recommendation-text.ts';
import { EvidenceFocusProvider } from './evidence-focus.tsx';
import { RecommendationCard } from './recommendation-card.tsx';

const LISTS: readonly {
  readonly value: RecommendationStatus;
  readonly label: string;
  readonly empty: string;
}[] = [
  { value: 'SAVED', label: 'Saved', empty: 'Nothing saved yet.' },
  { value: 'NEW', label: 'New', empty: 'Nothing new.' },
  { value: 'USED', label: 'Used', empty: 'Nothing used yet.' },
  { value: 'DISMISSED', label: 'Dismissed', empty: 'Nothing dismissed.' },
];

/** What was recommended before, by what became of it. */
export function RecommendationList({
  connectionId,
  timezone,
  status,
  onStatus,
}: {
  readonly connectionId: string;
  readonly timezone: string;
  readonly status: RecommendationStatus;
  readonly onStatus: (status: RecommendationStatus) => void;
}) {
  const recommendations = useRecommendations({
    connectionIds: [connectionId],
    filter: { status: [status] },
    first: 6,
  });
  const { data, error, refetch } = recommendations;
  return (
    <div className="kept">
      <Choice label="List" options={LISTS} value={status} onChange={onStatus} />
      {data === undefined ? (
        error === null ? (
          <Loading label="Loading" />
        ) : (
          <Problem error={error} onRetry={() => void refetch()} />
        )
      ) : data.nodes.length === 0 ? (
        <p className="muted">{LISTS.find(({ value }) => value === status)?.empty}</p>
      ) : (
        <div className="kept-grid">
          {data.nodes.map((recommendation) => (
            <EvidenceFocusProvider key={recommendation.id} evidence={recommendation.evidence ?? []}>
              <RecommendationCard
                kind={recommendation.kind}
                texts={toTexts(recommendation)}
                recommendation={recommendation}
                timezone={timezone}
              />
            </EvidenceFocusProvider>
          ))}
        </div>
      )}
      <LoadMore query={recommendations} />
    </div>
  );
}
