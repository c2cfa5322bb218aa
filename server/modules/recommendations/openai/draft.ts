import { z } from 'zod';
import { RECOMMENDATION_KINDS } from '../engine.ts';
import type {
  EvidenceItem,
  EvidencePack,
  ProposedSlot,
  RecommendationDraft,
  RecommendationKind,
} from '../engine.ts';
import { SCRIPT_PATH, TEXT_FIELDS } from '../grounding/draft-texts.ts';

/**
 * A recommendation as a model writes it. Shape only: servers support few keywords of JSON schema in strict
 * mode, so lengths and ranges are checked on arrival. `kind` comes first because fields are written in this
 * order and the kind is announced before any text.
 */
const written = z.object({
  kind: z.enum(RECOMMENDATION_KINDS),
  title: z.string().describe('At most 120 characters.'),
  idea: z.string().describe('What to do and why, two to five sentences.'),
  hook: z.string().nullable().describe('The first spoken or shown words; null when the kind needs none.'),
  callToAction: z.string().nullable(),
  caption: z.string().nullable(),
  script: z
    .array(
      z.object({
        startSecond: z.int(),
        endSecond: z.int(),
        line: z.string().describe('Spoken.'),
        visual: z.string().nullable().describe('Shown; null when nothing special.'),
      }),
    )
    .describe('Empty unless kind is SCRIPT.'),
  hashtags: z.array(
    z.object({
      hashtag: z.string().describe('Without #.'),
      basis: z.enum(['OWN_WINNER', 'RISING', 'TOPIC']),
    }),
  ),
  sound: z.string().nullable().describe('The key of a sound in the evidence; null when none fits.'),
  postAt: z.array(
    z.object({ at: z.string().describe('RFC 3339 with offset, after `now`; best one of `slots`.') }),
  ),
  citations: z.array(
    z.object({
      path: z.string().describe('The field quoted from: idea, hook, script[1].line, …'),
      quote: z.string().describe('The exact words in that field.'),
      evidenceKey: z.string().describe('E1, E2, …'),
      figure: z
        .number()
        .nullable()
        .describe(
          "The number in the words, copied unrounded from the evidence's figures; null when there is none.",
        ),
      basis: z.enum(['STORED', 'ENGINE_ESTIMATE']),
    }),
  ),
});

/** The strict JSON schema of an answer: `{recommendations: […]}`. */
export const ANSWER_SCHEMA: Record<string, unknown> = strictSchemaOf(
  z.object({ recommendations: z.array(written) }),
);

function strictSchemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    override({ jsonSchema }) {
      // zod bounds integers by what a double holds; compatible servers choke on such numbers.
      delete jsonSchema.minimum;
      delete jsonSchema.maximum;
    },
  });
  return rest;
}

/** Longest text of one field, in UTF-16 code units: far above good answers, below what harms a screen. */
const LONGEST_TEXT = 4_000;
const LONGEST_TITLE = 300;
const MOST_ENTRIES = 50;
/** Letters, digits and underscores of any script: what TikTok links. */
const HASHTAG = /^[\p{L}\p{M}\p{N}_]{1,100}$/u;

const text = z.string().max(LONGEST_TEXT).regex(/\S/);
/** Models write '' for "none" now and then. */
const optionalText = z
  .string()
  .max(LONGEST_TEXT)
  .nullable()
  .transform((value) => (value === '' ? null : value));
const second = z.int().min(0).max(36_000);

/** Texts are checked but never trimmed: they must stay equal to the deltas already sent. */
const checked = written.extend({
  title: text.max(LONGEST_TITLE),
  idea: text,
  hook: optionalText,
  callToAction: optionalText,
  caption: optionalText,
  script: z
    .array(
      z
        .object({ startSecond: second, endSecond: second, line: text, visual: optionalText })
        .refine((beat) => beat.endSecond > beat.startSecond),
    )
    .max(MOST_ENTRIES),
  hashtags: z
    .array(
      z.object({
        hashtag: z
          .string()
          .transform((value) => value.replace(/^#/, ''))
          .pipe(z.string().regex(HASHTAG)),
        basis: written.shape.hashtags.element.shape.basis,
      }),
    )
    .max(MOST_ENTRIES),
  postAt: z
    .array(
      z.object({
        at: z.iso.datetime({ offset: true }).transform((at) => new Date(at).toISOString()),
      }),
    )
    .max(MOST_ENTRIES),
  citations: written.shape.citations.max(MOST_ENTRIES),
});

/**
 * Checks what a model wrote and makes it a draft. A hashtag's basis that the evidence does not bear is lowered to TOPIC,
 * and a sound that is none of the evidence's left out, as are slots in the past. A slot's basis and lift are those of the
 * proposed one; any other moment is an experiment. Whether it rests on the evidence is not asked here: `ground` does.
 *
 * @returns null when it is not usable: another kind than asked, wrong shape, or without what its kind is about.
 */
export function toDraft(
  value: unknown,
  asked: RecommendationKind,
  { items, now }: EvidencePack,
): RecommendationDraft | null {
  const parsed = checked.safeParse(value);
  if (!parsed.success || parsed.data.kind !== asked) return null;
  const { sound, ...texts } = parsed.data;
  const hashtagsOf = hashtagsByBasis(items);
  const draft: RecommendationDraft = {
    ...texts,
    script: asked === 'SCRIPT' ? texts.script : [],
    hashtags: texts.hashtags.map(({ hashtag, basis }) => ({
      hashtag,
      basis: basis !== 'TOPIC' && hashtagsOf[basis].has(hashtag.toLowerCase()) ? basis : 'TOPIC',
    })),
    soundId: soundOf(items, sound),
    postAt: texts.postAt
      .filter(({ at }) => Date.parse(at) > Date.parse(now))
      .map(({ at }) => slotAt(items, at)),
  };
  return hasSubstance(draft) ? draft : null;
}

/** What may be called so, in lower case. */
function hashtagsByBasis(
  items: readonly EvidenceItem[],
): Record<'OWN_WINNER' | 'RISING', ReadonlySet<string>> {
  const own = items.flatMap((item) =>
    item.kind === 'STATISTIC' && item.topic === 'HASHTAG' && item.verdict === 'HIGHER'
      ? [item.subject ?? '']
      : [],
  );
  const rising = items.flatMap((item) =>
    item.kind === 'TREND' && item.trendKind === 'HASHTAG' ? [item.name] : [],
  );
  const namesOf = (hashtags: readonly string[]) => new Set(hashtags.map((hashtag) => hashtag.toLowerCase()));
  return { OWN_WINNER: namesOf(own), RISING: namesOf(rising) };
}

function soundOf(items: readonly EvidenceItem[], key: string | null): string | null {
  const item = items.find((candidate) => candidate.key === key);
  return item?.kind === 'TREND' && item.trendKind === 'SOUND' ? item.trendId : null;
}

function slotAt(items: readonly EvidenceItem[], at: string): ProposedSlot {
  const proposed = items
    .flatMap((item) => (item.kind === 'STATISTIC' ? item.slots : []))
    .find((slot) => slot.at === at);
  return proposed ?? { at, basis: 'EXPERIMENT', lift: null };
}

/** Whether it holds what its kind is about. */
function hasSubstance(draft: RecommendationDraft): boolean {
  switch (draft.kind) {
    case 'SCRIPT':
      return draft.script.length > 0;
    case 'HASHTAG_SET':
      return draft.hashtags.length > 0;
    case 'POSTING_SLOT':
      return draft.postAt.length > 0;
    case 'IDEA':
    case 'FORMAT_CHANGE':
      return true;
  }
}

/** Whether deltas of this path are text for the reader; the rest of an item comes whole with its end. */
export function isTextPath(path: string, asked: RecommendationKind): boolean {
  return TEXT_FIELDS.some((field) => field === path) || (asked === 'SCRIPT' && SCRIPT_PATH.test(path));
}
