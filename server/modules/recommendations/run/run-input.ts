import { z } from 'zod';
import { ValidationError } from '../../../lib/errors.ts';
import { RECOMMENDATION_KINDS } from '../engine.ts';
import type { RecommendationEngine, RecommendationGoal, RecommendationKind } from '../engine.ts';

/** What a caller asks a run for; ids are row ids. */
export interface RequestRunInput {
  connectionId: string;
  kinds: readonly RecommendationKind[];
  count: number;
  goal: RecommendationGoal;
  /** BCP 47; the account's captions decide when it is not given. */
  language?: string | null | undefined;
  tone?: string | null | undefined;
  topic?: string | null | undefined;
  constraints?: readonly string[] | null | undefined;
  engine?: RecommendationEngine['name'] | null | undefined;
}

/** What the run keeps of it, as JSON: checked, trimmed, defaults filled in. */
export interface RunInput {
  kinds: RecommendationKind[];
  count: number;
  goal: RecommendationGoal;
  /** Canonical BCP 47; null until the evidence tells the language of the account's captions. */
  language: string | null;
  tone: string | null;
  topic: string | null;
  constraints: string[];
}

/** Languages the statistical engine has sentences for. */
const STATISTICAL_LANGUAGES: readonly string[] = ['en', 'fr'];

const CONTROL_CHARACTER = /\p{Cc}/u;

function text(maximum: number) {
  return z
    .string()
    .trim()
    .max(maximum, `must have at most ${String(maximum)} characters`)
    .refine(
      (value) => value.isWellFormed() && !CONTROL_CHARACTER.test(value),
      'must not hold control characters',
    );
}

function optionalText(maximum: number) {
  return text(maximum)
    .nullish()
    .transform((value) => (value === undefined || value === '' ? null : value));
}

const Input = z.object({
  kinds: z
    .array(z.enum(RECOMMENDATION_KINDS))
    .min(1, 'must name at least one kind')
    .refine((kinds) => new Set(kinds).size === kinds.length, 'must name each kind once'),
  count: z.int('must be a whole number').min(1, 'must be at least 1').max(10, 'must be at most 10'),
  goal: z.enum(['REACH', 'ENGAGEMENT', 'FOLLOWERS']),
  language: z
    .string()
    .max(35, 'must have at most 35 characters')
    .nullish()
    .transform((tag, context) => {
      if (tag === null || tag === undefined) return null;
      try {
        return new Intl.Locale(tag).toString();
      } catch {
        context.addIssue({ code: 'custom', message: 'must be a BCP 47 language tag such as en or pt-BR' });
        return z.NEVER;
      }
    }),
  tone: optionalText(100),
  topic: optionalText(200),
  constraints: z
    .array(text(200).min(1, 'must not be empty'))
    .max(10, 'must have at most 10 entries')
    .nullish()
    .transform((constraints) => constraints ?? []),
});

/**
 * Checks what was asked for, all problems together.
 *
 * @throws {ValidationError} with paths such as `["input", "constraints", "3"]`.
 */
export function parseRunInput(input: RequestRunInput): RunInput {
  const parsed = Input.safeParse(input);
  if (!parsed.success) {
    throw new ValidationError(
      parsed.error.issues.map((issue) => ({
        path: ['input', ...issue.path.map(String)],
        message: issue.message,
      })),
    );
  }
  return parsed.data;
}

/**
 * The language a run writes in: the one asked for, else the captions', else English where the engine does not
 * speak the captions' language. Only an explicit wish is worth a refusal.
 */
export function languageOf(input: RunInput, engine: RecommendationEngine['name'], captions: string): string {
  if (input.language !== null) return input.language;
  return speaks(engine, captions) ? captions : 'en';
}

/** Whether the engine writes this language; a model writes any. */
export function speaks(engine: RecommendationEngine['name'], language: string): boolean {
  return engine !== 'STATISTICAL' || STATISTICAL_LANGUAGES.includes(new Intl.Locale(language).language);
}
