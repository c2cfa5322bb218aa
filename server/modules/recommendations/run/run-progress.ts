import type { Services } from '../../../app/services.ts';
import type { Prisma } from '../../../data/generated/prisma/client.ts';
import { newId } from '../../../lib/ids.ts';
import type { ModelUsage } from '../../../vendors/openai/port.ts';
import { toStorableText } from './delta-buffer.ts';
import type { EngineEvent, RecommendationDraft } from '../engine.ts';
import { generateGrounded } from '../grounding/grounded-engine.ts';
import { EngineUnavailableError } from '../recommendation.errors.ts';
import type { ExpectedOutcome } from '../outcome/expected-outcome.ts';
import { expectedOutcomeOf } from '../outcome/expected-outcome.service.ts';
import type { StoredRunError } from './run.events.ts';
import type { ClaimedRun } from './run-claim.ts';
import { namedTrends } from '../evidence/named-trends.ts';
import { evidenceOfRun } from '../evidence/run-evidence.ts';
import { seedOf } from './run-seed.ts';
import { reserveForCall } from './run-spending.ts';
import type { RunWriter } from './run-writer.ts';

/** How far a run has come, over all its attempts. */
export interface RunProgress {
  /** How many recommendations were asked for. */
  readonly count: number;
  readonly completed: Set<number>;
  /** Why each index given up was. */
  readonly dropped: Map<number, StoredRunError>;
  /** How often each index was started. */
  readonly starts: Map<number, number>;
  /** What this attempt spent; null until the engine told. */
  spent: ModelUsage | null;
}

export function createProgress({ input, completed, dropped, starts }: ClaimedRun): RunProgress {
  return { count: input.count, completed, dropped, starts, spent: null };
}

/** Whether every recommendation is either stored or given up. */
export function isSettled({ count, completed, dropped }: RunProgress): boolean {
  return completed.size + dropped.size >= count;
}

/**
 * Gathers the evidence and lets the engine write what is not settled yet, storing each event. After `stop`
 * aborted it listens for what was spent and stores nothing more.
 */
export async function writeRecommendations(
  deps: Pick<Services, 'database' | 'clock' | 'engines'>,
  claimed: ClaimedRun,
  progress: RunProgress,
  writer: RunWriter,
  stop: AbortSignal,
): Promise<void> {
  const { run, input } = claimed;
  const engine = deps.engines.byName(run.engine);
  if (engine === null) throw new EngineUnavailableError(`The engine ${run.engine} is not configured.`);
  const { pack: evidence, language } = await evidenceOfRun(deps, claimed, writer);
  stop.throwIfAborted();
  const indices = Array.from({ length: input.count }, (_, index) => index).filter(
    (index) => !progress.completed.has(index) && !progress.dropped.has(index),
  );
  if (indices.length === 0) return;

  const expected = await expectedOutcomeOf(deps, run.connectionId);
  const { kinds, goal, tone, topic, constraints } = input;
  const asked = { kinds, goal, language, tone, topic, constraints, evidence };
  const request = { ...asked, indices, seed: seedOf(asked) };
  await reserveForCall(deps, claimed, engine, request);
  for await (const event of generateGrounded(engine, request, stop)) {
    if (event.type === 'usage') progress.spent = event.usage;
    else if (!stop.aborted) await store(deps, claimed, expected, progress, writer, event);
  }
  if (isSettled(progress)) return;
  stop.throwIfAborted();
  throw new Error(`The engine ${engine.name} ended without settling every index.`);
}

async function store(
  deps: Pick<Services, 'clock'>,
  { run }: ClaimedRun,
  expected: ExpectedOutcome | null,
  progress: RunProgress,
  writer: RunWriter,
  event: Exclude<EngineEvent, { type: 'usage' }>,
): Promise<void> {
  const { index } = event;
  const now = deps.clock.now();
  switch (event.type) {
    case 'started': {
      const attempt = (progress.starts.get(index) ?? 0) + 1;
      progress.starts.set(index, attempt);
      await writer.append({ type: 'RecommendationStarted', payload: { index, kind: event.kind, attempt } });
      return;
    }
    case 'delta': {
      const { path, offset } = event;
      writer.addDelta({ index, path, offset, text: toStorableText(event.text) });
      return;
    }
    case 'completed': {
      const id = newId();
      const { id: runId, connectionId } = run;
      const row = {
        id,
        runId,
        connectionId,
        index,
        createdAt: now,
        ...toColumns(event.draft),
        ...(expected !== null && { expected: expected as unknown as Prisma.InputJsonObject }),
      };
      await writer.append(
        { type: 'RecommendationCompleted', payload: { index, recommendationId: id } },
        { changedAt: now },
        async (tx, { workspaceId }) => {
          const sounds = row.soundId == null ? [] : [row.soundId];
          const [soundId = null] = await namedTrends(tx, workspaceId, sounds);
          await tx.tikTokRecommendation.create({ data: { ...row, workspaceId, soundId } });
        },
      );
      progress.completed.add(index);
      return;
    }
    case 'dropped':
      await writer.append(
        { type: 'RecommendationDropped', payload: { index, error: event.error } },
        { changedAt: now },
      );
      progress.dropped.set(index, event.error);
  }
}

type Columns = Pick<Prisma.TikTokRecommendationUncheckedCreateInput, keyof RecommendationDraft>;

/** The draft as its columns, each text as the deltas stored it. */
function toColumns(draft: RecommendationDraft): Columns {
  const { kind, title, idea, hook, callToAction, caption, script, hashtags, soundId, postAt, citations } =
    JSON.parse(JSON.stringify(draft), (_, value: unknown) =>
      typeof value === 'string' ? toStorableText(value) : value,
    ) as RecommendationDraft;
  const texts = { title, idea, hook, callToAction, caption };
  return { kind, ...texts, script, hashtags, soundId, postAt: postAt as object[], citations };
}
