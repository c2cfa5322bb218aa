import type { RunEvent } from './client.ts';
import type {
  EvidenceFieldsFragment,
  RecommendationEngine,
  RecommendationFieldsFragment,
  RecommendationKind,
  RunErrorFieldsFragment,
  RunStatus,
  TokenUsageFieldsFragment,
} from './gql/graphql.ts';

/** One recommendation, while it is written and after. */
export interface RecommendationDraft {
  /** From 0 within the run. */
  readonly index: number;
  readonly kind: RecommendationKind;
  /** From 1; above 1 when the words before were taken back. */
  readonly attempt: number;
  /** Text so far by field path: `title`, `hook`, `script[1].line`, in the order in which fields began. */
  readonly texts: Readonly<Record<string, string>>;
  readonly isComplete: boolean;
  /** As it is stored; null until complete, and when it was erased since. */
  readonly recommendation: RecommendationFieldsFragment | null;
}

/** A run as its events so far tell it. */
export interface RunState {
  /** Of the last event folded in; pass it as `after` to go on. */
  readonly lastSequence: number;
  readonly status: RunStatus;
  /** From 1; 0 before the run started. */
  readonly attempt: number;
  readonly engine: RecommendationEngine | null;
  readonly model: string | null;
  /** Each once, in the order of their first mention. */
  readonly evidence: readonly EvidenceFieldsFragment[];
  /** In the order of `index`. */
  readonly recommendations: readonly RecommendationDraft[];
  /** How many were given up. */
  readonly droppedCount: number;
  /** Null unless FAILED. */
  readonly error: RunErrorFieldsFragment | null;
  readonly usage: TokenUsageFieldsFragment | null;
}

/** Before the first event. */
export const INITIAL_RUN_STATE: RunState = {
  lastSequence: 0,
  status: 'QUEUED',
  attempt: 0,
  engine: null,
  model: null,
  evidence: [],
  recommendations: [],
  droppedCount: 0,
  error: null,
  usage: null,
};

/** Whether no event can follow. */
export function isFinished({ status }: Pick<RunState, 'status'>): boolean {
  return status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED';
}

/**
 * The state after one more event. Pure; an event folded in before changes nothing, and events that the server merged
 * give the same text as those they were merged of.
 */
export function foldRunEvents(state: RunState, event: RunEvent): RunState {
  if (event.sequence <= state.lastSequence) return state;
  return { ...fold(state, event), lastSequence: event.sequence };
}

function fold(state: RunState, event: RunEvent): RunState {
  switch (event.__typename) {
    case 'RunStarted':
      return {
        ...state,
        status: 'RUNNING',
        attempt: event.attempt,
        engine: event.engine,
        model: event.model,
        // A worker was lost: what it had not finished is taken back.
        recommendations: state.recommendations.filter(({ isComplete }) => isComplete),
      };
    case 'EvidenceGathered': {
      const known = new Set(state.evidence.map(({ id }) => id));
      const added = (event.evidence ?? []).filter(({ id }) => !known.has(id));
      return { ...state, evidence: [...state.evidence, ...added] };
    }
    case 'RecommendationStarted': {
      const { index, kind, attempt } = event;
      return putDraft(state, { index, kind, attempt, texts: {}, isComplete: false, recommendation: null });
    }
    case 'RecommendationDelta': {
      const draft = state.recommendations.find(({ index }) => index === event.index);
      if (draft === undefined) return state;
      const text = (draft.texts[event.path] ?? '').slice(0, event.offset) + event.text;
      return putDraft(state, { ...draft, texts: { ...draft.texts, [event.path]: text } });
    }
    case 'RecommendationCompleted': {
      const draft = state.recommendations.find(({ index }) => index === event.index);
      if (draft === undefined) return state;
      return putDraft(state, { ...draft, isComplete: true, recommendation: event.recommendation });
    }
    case 'RecommendationDropped':
      return {
        ...state,
        recommendations: state.recommendations.filter(({ index }) => index !== event.index),
        droppedCount: state.droppedCount + 1,
      };
    case 'RunCompleted':
      return { ...state, status: 'COMPLETED', usage: event.usage };
    case 'RunFailed':
      return { ...state, status: 'FAILED', error: event.error, usage: event.usage };
    case 'RunCancelled':
      return { ...state, status: 'CANCELLED', usage: event.usage };
    default:
      // A member newer than this client: only its sequence counts.
      return state;
  }
}

function putDraft(state: RunState, draft: RecommendationDraft): RunState {
  const others = state.recommendations.filter(({ index }) => index !== draft.index);
  return { ...state, recommendations: [...others, draft].sort((a, b) => a.index - b.index) };
}
