import type { RecommendationDraft } from '../engine.ts';
import { durationToKeep, type KnownVideo } from './statistical-facts.ts';
import type { Angle } from './statistical-phrases.ts';
import type { Plan } from './statistical-plan.ts';

const HOOK_SECONDS = 3;
const DEFAULT_SECONDS = 30;
const SHORTEST_SECONDS = 8;
const LONGEST_SECONDS = 90;
/** What to film for a video of a duration, by its label. */
const SECONDS: Record<string, number> = {
  'up to 15 s': 14,
  '16–30 s': 27,
  '31–60 s': 48,
  '1–3 min': 75,
  'over 3 min': LONGEST_SECONDS,
};
const AT_MOST_SECONDS =
  /(?:under|below|within|at most|max\.?|maximum|up to|moins de|au plus|jusqu.à|[<≤])\s*(\d{1,3})\s*(?:s|sec|secs|seconds?|secondes?)\b/iu;

/** Hook, three beats and a call to action, on whole seconds within the duration to keep. */
export function scriptOf(
  { request, phrases, facts }: Plan,
  angle: Angle,
  video: KnownVideo | undefined,
  draft: RecommendationDraft,
): RecommendationDraft['script'] {
  const usual = SECONDS[durationToKeep(facts)?.label ?? ''] ?? video?.durationSeconds ?? DEFAULT_SECONDS;
  const limit = Number(
    request.constraints.map((text) => AT_MOST_SECONDS.exec(text)?.[1]).find(Boolean) ?? Infinity,
  );
  const total = Math.max(SHORTEST_SECONDS, Math.min(usual, limit, LONGEST_SECONDS));
  const hook = Math.min(HOOK_SECONDS, Math.floor(total / 4));
  const end = total - Math.max(2, Math.round(total * 0.12));
  const middle = angle.beats.map((beat, index) => {
    const at = (part: number) => hook + Math.round(((end - hook) * part) / angle.beats.length);
    return {
      startSecond: at(index),
      endSecond: at(index + 1),
      line: phrases.typeset(beat.line),
      visual: phrases.typeset(beat.visual),
    };
  });
  return [
    { startSecond: 0, endSecond: hook, line: draft.hook ?? '', visual: phrases.typeset(phrases.hookVisual) },
    ...middle,
    {
      startSecond: end,
      endSecond: total,
      line: draft.callToAction ?? '',
      visual: phrases.typeset(phrases.callToActionVisual),
    },
  ];
}
