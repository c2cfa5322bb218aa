import type { RecommendationDraft } from '../engine.ts';
import type { KnownLift, KnownTrend, KnownVideo } from './statistical-facts.ts';
import type { Line } from './statistical-phrases.ts';
import type { Plan } from './statistical-plan.ts';

type Hashtags = RecommendationDraft['hashtags'];

const MAX_HASHTAGS = 5;
const MAX_COMPARED = 3;
const MAX_RISING = 2;
/** What every video may have: nobody looks for them, and no video is about them. */
const GENERIC: ReadonlySet<string> = new Set(
  'fyp foryou foryoupage fy viral viralvideo trending trend xyzbca pourtoi parati fürdich'.split(' '),
);
export const NO_HASHTAGS = /\b(?:no|without|sans|pas (?:de|d’|d')|aucun)\s*(?:hash)?tags?\b/iu;

/**
 * At most `MAX_HASHTAGS`: OWN_WINNER only with evidence, RISING only of trends; those of the video it builds on, and the
 * topic's, are what the video is about. None where they are ruled out, and none that went along with fewer views.
 */
export function hashtagsFor(
  plan: Plan,
  video: KnownVideo | undefined,
  { compared = [], rising = [] }: { compared?: readonly KnownLift[]; rising?: readonly KnownTrend[] } = {},
): Hashtags {
  const { facts, request } = plan;
  if (!mayTag(plan)) return [];
  const tags = new Map<string, Hashtags[number]>();
  const fewer = new Set(
    facts.hashtags.filter(({ value }) => value < 0).map(({ label }) => label.toLowerCase()),
  );
  const add = (hashtags: readonly string[], basis: Hashtags[number]['basis']): void => {
    for (const hashtag of hashtags) {
      const name = hashtag.toLowerCase();
      // Digits alone are a number to whoever reads them.
      const isUsable = /\p{L}/u.test(name) && !fewer.has(name);
      const isTopic = basis !== 'TOPIC' || !GENERIC.has(name);
      if (isUsable && isTopic && !tags.has(name)) tags.set(name, { hashtag, basis });
    }
  };
  add(
    facts.hashtags.filter(({ verdict }) => verdict === 'HIGHER').map(({ label }) => label),
    'OWN_WINNER',
  );
  add(
    rising.map(({ name }) => name),
    'RISING',
  );
  add(
    compared.map(({ label }) => label),
    'TOPIC',
  );
  const topic = request.topic?.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}_]+/gu, '') ?? '';
  // A number in it would be one that no evidence holds.
  if (topic.length <= 30 && !/\p{N}/u.test(topic)) add([topic], 'TOPIC');
  add(video?.hashtags ?? [], 'TOPIC');
  return [...tags.values()].slice(0, MAX_HASHTAGS);
}

/** A set of hashtags with what is known of them: another one than each that was told before, where there is one. */
export function nextSet(
  plan: Plan,
  video: KnownVideo | undefined,
  turn: number,
): { hashtags: Hashtags; compared: KnownLift[]; rising: KnownTrend[] } {
  const { facts } = plan;
  if (!mayTag(plan)) return { hashtags: [], compared: [], rising: [] };
  // A set of tags that go along with fewer views is none to recommend.
  const winners = facts.hashtags.filter(({ verdict }) => verdict === 'HIGHER');
  const others = facts.hashtags.filter(
    ({ verdict, value, label }) =>
      verdict === 'NO_EVIDENCE_YET' && value >= 0 && !GENERIC.has(label.toLowerCase()),
  );
  const told = new Set(
    facts.past.filter(({ hashtags }) => hashtags.length > 0).map(({ hashtags }) => nameOf(hashtags)),
  );
  const setAt = (step: number) => {
    const compared = [...winners, ...rotated(others, step)].slice(0, MAX_COMPARED);
    const rising = rotated(facts.rising, step).slice(0, MAX_RISING);
    return { hashtags: hashtagsFor(plan, video, { compared, rising }), compared, rising };
  };
  const steps = Array.from({ length: Math.max(1, others.length, facts.rising.length) }, (_, step) =>
    setAt(turn + step),
  );
  return steps.find(({ hashtags }) => !told.has(nameOf(hashtags.map(({ hashtag }) => hashtag)))) ?? steps[0]!;
}

export function hashtagLine({ hashtags }: Pick<RecommendationDraft, 'hashtags'>): Line {
  return hashtags.length === 0 ? [] : [hashtags.map(({ hashtag }) => `#${hashtag}`).join(' ')];
}

export function mayTag({ request }: Plan): boolean {
  return !request.constraints.some((text) => NO_HASHTAGS.test(text));
}

function rotated<T>(values: readonly T[], by: number): T[] {
  const start = by % Math.max(1, values.length);
  return [...values.slice(start), ...values.slice(0, start)];
}

function nameOf(hashtags: readonly string[]): string {
  return hashtags
    .map((hashtag) => hashtag.toLowerCase())
    .sort()
    .join(' ');
}
