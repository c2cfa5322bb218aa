import { useState } from 'react';
import type { ConnectionFieldsFragment, RecommendationStatus } from '../../../sdk/index.ts';
import { navigate, toPath } from '../../app/router.tsx';
import { RecommendationList } from './recommendation-list.tsx';
import { RunForm } from './run-form.tsx';
import { RunView } from './run-view.tsx';

/** What to post next: ask, watch it being written, keep what is good. The run is in the address, so a reload resumes. */
export function RecommendationsSection({
  connection,
  runId,
}: {
  readonly connection: ConnectionFieldsFragment;
  readonly runId: string | null;
}) {
  const { id: connectionId, timezone } = connection;
  // What a run makes is new, so that is where to look for it.
  const [list, setList] = useState<RecommendationStatus>('NEW');
  const show = (id: string | null): void => {
    navigate(toPath({ page: 'account', id: connectionId, runId: id }), { replace: true });
  };
  return (
    <section className="panel" aria-labelledby="recommendations-title">
      <div className="section-head">
        <h2 id="recommendations-title">Recommendations</h2>
      </div>
      <RunForm
        connection={connection}
        onStarted={(id) => {
          setList('NEW');
          show(id);
        }}
      />
      {runId !== null && (
        <RunView
          key={runId}
          runId={runId}
          timezone={timezone}
          onClose={() => {
            show(null);
          }}
        />
      )}
      <RecommendationList connectionId={connectionId} timezone={timezone} status={list} onStatus={setList} />
    </section>
  );
}
