import { builder } from '../../schema/builder.ts';
import { pageOf } from '../../schema/connections.ts';
import { User } from '../accounts/account.type.ts';
import { PostingSlot } from '../analytics/posting/posting-slot.type.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import { TikTokTrend } from '../trends/trend.type.ts';
import type { RecommendationDraft } from './engine.ts';
import type { ExpectedOutcome as ExpectedOutcomeShape } from './outcome/expected-outcome.ts';
import { ExpectedOutcome, RecommendationOutcome } from './outcome/outcome.type.ts';
import { Evidence, evidenceOf, PastRecommendationEvidence } from './evidence/evidence.type.ts';
import {
  DismissReason,
  FigureBasis,
  RecommendationEngine,
  RecommendationKind,
  RecommendationStatus,
  RunStatus,
} from './recommendation.enums.ts';
import { RecommendedHashtag } from './recommended-hashtag.type.ts';
import type { StoredRunError, StoredUsage } from './run/run.events.ts';
import { RunError, TokenUsage } from './run/run-error.type.ts';

const ScriptBeat = builder.objectRef<RecommendationDraft['script'][number]>('ScriptBeat').implement({
  description: 'A stretch of a script.',
  fields: (t) => ({
    startSecond: t.exposeInt('startSecond', { description: "From the video's start." }),
    endSecond: t.exposeInt('endSecond', {
      description: "From the video's start; the next beat begins here.",
    }),
    line: t.exposeString('line', { description: 'Spoken.' }),
    visual: t.exposeString('visual', { nullable: true, description: 'Shown; null when nothing special.' }),
  }),
});

const Citation = builder
  .objectRef<RecommendationDraft['citations'][number] & { runId: string }>('Citation')
  .implement({
    description: 'Words of a recommendation and the figure behind them.',
    fields: (t) => ({
      path: t.exposeString('path', { description: 'Field path as in deltas: script[1].line.' }),
      quote: t.exposeString('quote', { description: 'The words.' }),
      evidence: t.field({
        type: Evidence,
        description: 'What they rest on.',
        resolve: async ({ runId, evidenceKey }, _args, context) => {
          const cited = (await evidenceOf.load(context, runId)).get(evidenceKey);
          if (cited === undefined) throw new Error(`Run ${runId} has no evidence ${evidenceKey}`);
          return cited;
        },
      }),
      figure: t.exposeFloat('figure', {
        nullable: true,
        description: 'Null when no number is in the words.',
      }),
      basis: t.expose('basis', { type: FigureBasis, description: "Whether the number is the store's." }),
    }),
  });

interface Feedback {
  dismissReason: typeof DismissReason.$inferType | null;
  comment: string | null;
  at: Date;
}

const RecommendationFeedback = builder.objectRef<Feedback>('RecommendationFeedback').implement({
  description: 'What the creator said.',
  fields: (t) => ({
    dismissReason: t.expose('dismissReason', {
      type: DismissReason,
      nullable: true,
      description: 'Null unless dismissed with a reason.',
    }),
    comment: t.exposeString('comment', { nullable: true, description: 'In the creator’s own words.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was last changed.' }),
  }),
});

export const RecommendationRun = builder.prismaNode('RecommendationRun', {
  description: 'One generation, from request to its one end.',
  select: { id: true },
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    connection: t.relation('connection', { type: TikTokConnection, description: 'Whom it is for.' }),
    status: t.expose('status', { type: RunStatus, description: 'Where it stands.' }),
    engine: t.expose('engine', { type: RecommendationEngine, description: 'Who writes.' }),
    model: t.exposeString('model', {
      nullable: true,
      description: 'As the vendor names it; null for STATISTICAL.',
    }),
    promptVersion: t.exposeString('promptVersion', { nullable: true, description: 'Version of our prompt.' }),
    requestedAt: t.expose('requestedAt', { type: 'DateTime', description: 'When it was asked for.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a worker first took it; null while QUEUED.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Null until it is final.',
    }),
    requestedBy: t.relation('requestedBy', {
      type: User,
      nullable: true,
      description: 'Null when asked by an API key or an erased person.',
    }),
    attempt: t.exposeInt('attempt', { description: 'From 1; above 1 after a worker was lost.' }),
    lastSequence: t.exposeInt('lastSequence', {
      description: 'Sequence of the newest stored event; 0 before the first.',
    }),
    compactedAt: t.expose('compactedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'Null until the log was folded into one delta a path, a day after the end. Every `after` from before stays valid; sequences then have gaps.',
    }),
    evidence: t.field({
      type: [Evidence],
      nullable: true,
      description: 'All it may cite. Null only with an error.',
      resolve: async ({ id }, _args, context) => [...(await evidenceOf.load(context, id)).values()],
    }),
    usage: t.field({
      type: TokenUsage,
      nullable: true,
      description: 'Null for STATISTICAL, and until known.',
      select: { usage: true },
      resolve: ({ usage }) => usage as unknown as StoredUsage | null,
    }),
    error: t.field({
      type: RunError,
      nullable: true,
      description: 'Null unless FAILED.',
      select: { error: true },
      resolve: ({ error }) => error as unknown as StoredRunError | null,
    }),
  }),
});

export const RecommendationRunPage = pageOf(RecommendationRun, { many: 'runs', one: 'A run' });

export const TikTokRecommendation = builder.prismaNode('TikTokRecommendation', {
  description: "One idea to act on. Text fields are in the run's language.",
  select: { id: true, outcomeAt: true },
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    run: t.relation('run', { type: RecommendationRun, description: 'The generation it came from.' }),
    connection: t.relation('connection', { type: TikTokConnection, description: 'Whom it is for.' }),
    index: t.exposeInt('index', { description: 'From 0 within the run.' }),
    kind: t.expose('kind', { type: RecommendationKind, description: 'What is recommended.' }),
    status: t.expose('status', { type: RecommendationStatus, description: 'What the creator did with it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was complete.' }),
    title: t.exposeString('title', { description: 'A line to know it by.' }),
    idea: t.exposeString('idea', { description: 'What to do and why.' }),
    hook: t.exposeString('hook', {
      nullable: true,
      description: 'The first words; null where the kind has none.',
    }),
    callToAction: t.exposeString('callToAction', {
      nullable: true,
      description: 'What to ask of viewers; null where the kind has none.',
    }),
    caption: t.exposeString('caption', {
      nullable: true,
      description: 'To post with; null where the kind has none.',
    }),
    script: t.field({
      type: [ScriptBeat],
      description: 'Empty unless SCRIPT.',
      select: { script: true },
      resolve: ({ script }) => script as unknown as RecommendationDraft['script'],
    }),
    hashtags: t.field({
      type: [RecommendedHashtag],
      description: 'To post with, strongest first.',
      select: { runId: true, hashtags: true },
      resolve: ({ runId, hashtags }) =>
        (hashtags as unknown as RecommendationDraft['hashtags']).map((hashtag) => ({ ...hashtag, runId })),
    }),
    sound: t.relation('sound', {
      type: TikTokTrend,
      nullable: true,
      description: 'A rising sound to use. Null when none fits, and as `TrendEvidence.trend` is.',
    }),
    postAt: t.field({
      type: [PostingSlot],
      description: 'When to post, soonest first.',
      select: { postAt: true },
      resolve: ({ postAt }) => postAt as unknown as RecommendationDraft['postAt'],
    }),
    citations: t.field({
      type: [Citation],
      description: 'Which words rest on which evidence.',
      select: { runId: true, citations: true },
      resolve: ({ runId, citations }) => citationsOf(citations).map((citation) => ({ ...citation, runId })),
    }),
    evidence: t.field({
      type: [Evidence],
      nullable: true,
      description: 'What it rests on; at least one. Null only with an error.',
      select: { runId: true, citations: true },
      resolve: async ({ runId, citations }, _args, context) => {
        const cited = new Set(citationsOf(citations).map(({ evidenceKey }) => evidenceKey));
        const evidence = await evidenceOf.load(context, runId);
        return [...evidence.values()].filter(({ key }) => cited.has(key));
      },
    }),
    expected: t.field({
      type: ExpectedOutcome,
      nullable: true,
      description: 'Null when the data are too thin to say.',
      select: { expected: true },
      resolve: ({ expected }) => expected as unknown as ExpectedOutcomeShape | null,
    }),
    outcome: t.variant(RecommendationOutcome, {
      description:
        'What became of the video made from it. Null before USED and the age of `expected`; also without `expected`, and where the video was posted before.',
      isNull: ({ outcomeAt }) => outcomeAt === null,
    }),
    feedback: t.field({
      type: RecommendationFeedback,
      nullable: true,
      description: 'Null before any.',
      select: { dismissReason: true, feedbackComment: true, feedbackAt: true },
      resolve: ({ dismissReason, feedbackComment: comment, feedbackAt: at }) =>
        at === null ? null : { dismissReason, comment, at },
    }),
  }),
});

export const RecommendationPage = pageOf(TikTokRecommendation, {
  many: 'recommendations',
  one: 'A recommendation',
});

// Only the run's own worker writes the column, from a checked draft.
function citationsOf(column: unknown): RecommendationDraft['citations'] {
  return column as RecommendationDraft['citations'];
}

builder.prismaObjectField(RecommendationRun, 'recommendations', (t) =>
  t.relation('recommendations', {
    type: TikTokRecommendation,
    description: 'Completed ones, in order of index.',
    query: { orderBy: { index: 'asc' } },
  }),
);

builder.prismaObjectField(PastRecommendationEvidence, 'recommendation', (t) =>
  t.relation('recommendation', {
    type: TikTokRecommendation,
    nullable: true,
    description: 'As it is now. Null when erased since.',
  }),
);
