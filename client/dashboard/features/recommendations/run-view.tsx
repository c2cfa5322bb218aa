import { useRef } from 'react';
import { isFinished, parseError } from '../../../sdk/index.ts';
import { useCancelRun, useRunStream } from '../../../sdk/react/index.ts';
import type { RunStream } from '../../../sdk/react/index.ts';
import { Problem } from '../../components/ui/states.tsx';
import { formatUsd, formatWhole } from '../../lib/format.ts';
import { useScrollTo } from '../../lib/hooks.ts';
import { toPlainWords } from '../../lib/plain-error.ts';
import { findNamed } from '../../lib/recommendation-text.ts';
import { EvidenceFocusProvider } from './evidence-focus.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { RecommendationCard } from './recommendation-card.tsx';

/** A run, live or long over: each recommendation growing word by word, its evidence beside it. */
export function RunView({
  runId,
  timezone,
  onClose,
}: {
  readonly runId: string;
  readonly timezone: string;
  readonly onClose: () => void;
}) {
  const run = useRunStream(runId);
  const cancel = useCancelRun();
  const frame = useRef<HTMLDivElement>(null);
  // Not before it fills the page: a short one cannot be scrolled far.
  useScrollTo(frame, run !== undefined && run.evidence.length > 0);
  if (run === undefined) return null;
  const isOver = isFinished(run) || run.failure !== null;
  return (
    <div className="run" ref={frame}>
      <div className="run-head">
        {/* Only changes of state are read out: words would drown everything else. */}
        <p role="status" className={isOver ? '' : 'is-live'}>
          {describe(run)}
        </p>
        {isOver ? (
          <button className="button button-small" type="button" onClick={onClose}>
            Close
          </button>
        ) : (
          <button
            className="button button-small"
            type="button"
            disabled={cancel.isPending}
            onClick={() => {
              cancel.mutate(runId);
            }}
          >
            {cancel.isPending ? 'Stopping …' : 'Stop'}
          </button>
        )}
      </div>
      {cancel.error !== null && !isOver && <Problem error={cancel.error} />}
      {run.failure !== null && <Problem error={run.failure} />}
      {run.error !== null && (
        <p className="note note-error" role="alert">
          {toPlainWords(parseError(run.error))}
        </p>
      )}
      <EvidenceFocusProvider evidence={run.evidence}>
        <div className="run-columns">
          <div className="drafts">
            {run.recommendations.map((draft) => (
              <RecommendationCard
                key={draft.index}
                kind={draft.kind}
                texts={draft.texts}
                recommendation={draft.recommendation}
                state={draft.isComplete ? 'complete' : isOver ? 'unfinished' : 'writing'}
                timezone={timezone}
              />
            ))}
            {run.recommendations.length === 0 && !isOver && <Skeleton />}
          </div>
          <EvidenceList evidence={run.evidence} citedKeys={findCitedKeys(run)} />
        </div>
      </EvidenceFocusProvider>
      <Cost run={run} />
    </div>
  );
}

function describe({
  status,
  connection,
  failure,
  evidence,
  recommendations,
  droppedCount,
  attempt,
}: RunStream): string {
  const done = recommendations.filter(({ isComplete }) => isComplete).length;
  const made = `${String(done)} ${done === 1 ? 'recommendation' : 'recommendations'}`;
  if (failure !== null) return 'This run cannot be shown.';
  if (status === 'FAILED') return done === 0 ? 'The run failed.' : `The run failed after ${made}.`;
  if (status === 'CANCELLED') return `Stopped. ${made} kept.`;
  if (status === 'COMPLETED')
    return `Done: ${made}.${droppedCount > 0 ? ` ${String(droppedCount)} given up, since the figures did not bear them out.` : ''}`;
  if (connection === 'reconnecting') return 'The connection was lost. Reconnecting …';
  if (status === 'QUEUED') return 'Waiting to start …';
  const again = attempt > 1 ? ' (started again after an interruption)' : '';
  if (evidence.length === 0) return `Reading your figures …${again}`;
  return `Writing recommendation ${String(Math.max(recommendations.length, 1))} …${again}`;
}

/** What the text rests on: as cited where it is complete, as named where it still grows. */
function findCitedKeys({ recommendations, evidence }: RunStream): ReadonlySet<string> {
  return new Set(
    recommendations.flatMap(({ recommendation, texts }) =>
      recommendation === null
        ? findNamed(texts, evidence)
        : recommendation.citations.map((citation) => citation.evidence.key),
    ),
  );
}

function Skeleton() {
  return (
    <div className="recommendation skeleton" aria-hidden="true">
      <span />
      <span />
      <span />
    </div>
  );
}

/** Who wrote it and what that cost, where anything was spent. */
function Cost({ run: { engine, model, usage } }: { readonly run: RunStream }) {
  if (engine === null) return null;
  const writer =
    engine === 'STATISTICAL' ? 'Built from your statistics, without AI' : `Written by ${model ?? 'AI'}`;
  const tokens =
    usage === null
      ? ''
      : ` · ${formatWhole(usage.inputTokens + usage.outputTokens)} tokens${usage.accuracy === 'ESTIMATED' ? ' (estimated)' : ''}`;
  const costUsd = usage?.costUsd ?? null;
  const cost = costUsd === null ? '' : ` · ${formatUsd(costUsd)}`;
  return (
    <p className="muted small">
      {writer}
      {tokens}
      {cost}
    </p>
  );
}
