import type { TextModelRequest } from '../../../vendors/openai/port.ts';
import { type EngineRequest, type EvidenceItem, kindOf } from '../engine.ts';
import { figuresOf } from '../grounding/figures.ts';
import { ANSWER_SCHEMA } from './draft.ts';
import { INSTRUCTIONS } from './prompts/prompts.ts';

/** Stored with each run; changes with every change of wording, data or schema below. */
export const PROMPT_VERSION = '2026-11-3';

/** Tokens for one recommendation; a long script takes about half of it. */
const TOKENS_PER_ITEM = 2_000;
/** Reasoning models count their thinking too. */
const TOKENS_FOR_THINKING = 6_000;

/** The ceiling of an answer of so many recommendations. */
export function maxOutputTokens(count: number): number {
  return TOKENS_FOR_THINKING + TOKENS_PER_ITEM * count;
}

/**
 * The prompt for the indices asked for. All that people or TikTok wrote goes into the user message, as JSON.
 * The schema is the same for every run, so that vendors can keep it compiled.
 */
export function toPrompt(request: EngineRequest): Omit<TextModelRequest, 'signal'> {
  const { goal, language, tone, topic, constraints, evidence } = request;
  return {
    system: INSTRUCTIONS[PROMPT_VERSION],
    user: JSON.stringify({
      task: {
        items: request.indices.map((index) => ({
          kind: kindOf(request, index),
          ...rejectedOf(request, index),
        })),
        goal,
        language,
        tone,
        topic,
        constraints,
      },
      now: evidence.now,
      account: evidence.account,
      evidence: evidence.items.map(toPromptEvidence),
    }),
    schemaName: 'tiktok_recommendations',
    schema: ANSWER_SCHEMA,
    maxOutputTokens: maxOutputTokens(request.indices.length),
  };
}

/** Why an index is asked for once more: the model's own words are data as all others. */
function rejectedOf({ revisions }: EngineRequest, index: number): object {
  const revision = revisions?.get(index);
  if (revision === undefined) return {};
  const { flaws, draft } = revision;
  if (draft === null) return { rejected: { because: flaws, draft: null } };
  const { title, idea, hook, callToAction, caption, script } = draft;
  return { rejected: { because: flaws, draft: { title, idea, hook, callToAction, caption, script } } };
}

/** What the model is shown of an item: no ids, and its numbers only under the names it may cite. */
function toPromptEvidence(item: EvidenceItem): Record<string, unknown> {
  const { key, kind, summary, capturedAt } = item;
  return { key, kind, summary, capturedAt, ...detailsOf(item), figures: figuresOf(item) };
}

function detailsOf(item: EvidenceItem): Record<string, unknown> {
  switch (item.kind) {
    case 'VIDEO': {
      const { title, hashtags, postedAt } = item;
      return { title, hashtags, postedAt };
    }
    case 'STATISTIC': {
      const { topic, subject, verdict, estimate, slots } = item;
      const times = slots.map(({ at, basis }) => ({ at, basis }));
      return {
        topic,
        subject,
        verdict,
        definition: estimate.definition,
        ...(times.length > 0 && { slots: times }),
      };
    }
    case 'TREND': {
      const { trendKind, name, region, category, stage, dailyGrowth } = item;
      return { trendKind, name, region, category, stage, definition: dailyGrowth?.definition ?? null };
    }
    case 'FINDING': {
      const { findingKind, startedOn, effect } = item;
      return { findingKind, startedOn, definition: effect.definition };
    }
    case 'PAST_RECOMMENDATION': {
      const { recommendationKind, title, hashtags, createdAt, status, dismissReason } = item;
      return { recommendationKind, title, hashtags, createdAt, status, dismissReason };
    }
  }
}
