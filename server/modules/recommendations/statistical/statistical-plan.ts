import type { EngineRequest } from '../engine.ts';
import { createRandom, shuffled } from '../../../lib/random.ts';
import { typesetTitle } from './statistical-composer.ts';
import { type Facts, type KnownLift, type KnownVideo, subjectOf, toFacts } from './statistical-facts.ts';
import type { Angle, Opening, Phrases } from './statistical-phrases.ts';
import { ALL_PHRASES } from './statistical-text.ts';

/** A way to make a video again, and the video. */
export interface VideoPlan {
  angle: Angle;
  /** Undefined without any. */
  video: KnownVideo | undefined;
}

/** Another form for what the creator makes already. */
export type FormatPlan =
  { kind: 'LIFT'; lift: KnownLift } | { kind: 'TREND' } | { kind: 'OPENING'; opening: Opening };

/** Choices that a whole run shares, so that its recommendations differ from one another and from earlier ones. */
export interface Plan {
  request: EngineRequest;
  phrases: Phrases;
  facts: Facts;
  /** Each index takes the next. */
  videos: readonly VideoPlan[];
  /** Each turn takes the next, as for those below. */
  formats: readonly FormatPlan[];
  hashtagTitles: readonly string[];
  slotTitles: readonly string[];
}

export function planOf(request: EngineRequest, phrases: Phrases): Plan {
  const facts = toFacts(request, phrases);
  const random = createRandom(request.seed);
  const told = new Set(facts.past.map(({ title }) => normal(title)));
  const isTold = (title: string) => told.has(normal(typesetTitle(phrases, title)));
  return {
    request,
    phrases,
    facts,
    videos: news(videoPlans(request, facts, phrases, random), ({ titles }) =>
      titles.some((title) => told.has(normal(title))),
    ),
    formats: news(formatPlans(facts, phrases, random), (plan) => isTold(titleOf(plan, facts, phrases))),
    hashtagTitles: news(phrases.hashtagSet.titles, isTold),
    slotTitles: news(phrases.postingSlot.titles, isTold),
  };
}

/** What a format's recommendation is called. */
export function titleOf(
  plan: FormatPlan,
  { risingFormat }: Facts,
  { formatChange, ...phrases }: Phrases,
): string {
  switch (plan.kind) {
    case 'LIFT':
      return plan.lift.verdict === 'HIGHER'
        ? formatChange.better(plan.lift.subject)
        : formatChange.trial(plan.lift.subject);
    case 'TREND':
      return phrases.risingFormat.title(risingFormat?.subject ?? '');
    case 'OPENING':
      return plan.opening.title;
  }
}

/** Those that were not told before; all, where there is nothing new to say. */
function news<T>(plans: readonly T[], isTold: (plan: T) => boolean): readonly T[] {
  const fresh = plans.filter((plan) => !isTold(plan));
  return fresh.length > 0 ? fresh : plans;
}

/** Every way with every video, neighbours with another way and another video; titled as in any language. */
function videoPlans(
  { topic }: EngineRequest,
  { videos }: Facts,
  phrases: Phrases,
  random: () => number,
): (VideoPlan & { titles: string[] })[] {
  const order = shuffled([...phrases.angles.keys()], random);
  const turns = Math.max(1, videos.length);
  return Array.from({ length: turns }, (_, turn) => turn).flatMap((turn) =>
    order.map((way, place) => {
      const video = videos[(place + turn) % turns];
      const titles = ALL_PHRASES.map((other) => {
        const subject = topic === null ? subjectOf(video?.caption ?? null, other) : other.quoted(topic);
        return typesetTitle(other, other.angles[way]!.title(subject));
      });
      return { angle: phrases.angles[way]!, video, titles };
    }),
  );
}

/** What has evidence first, then what rises, then what may be tried. */
function formatPlans(facts: Facts, { formatChange }: Phrases, random: () => number): FormatPlan[] {
  const better = facts.formats.filter(({ verdict }) => verdict === 'HIGHER');
  const trial = facts.formats
    .filter(({ verdict }) => verdict === 'NO_EVIDENCE_YET')
    .toSorted((a, b) => b.value - a.value)
    .slice(0, 1);
  return [
    ...better.map((lift): FormatPlan => ({ kind: 'LIFT', lift })),
    ...(facts.risingFormat === null ? [] : [{ kind: 'TREND' } as const]),
    ...(better.length > 0 ? [] : trial.map((lift): FormatPlan => ({ kind: 'LIFT', lift }))),
    ...shuffled(formatChange.openings, random).map((opening): FormatPlan => ({ kind: 'OPENING', opening })),
  ];
}

function normal(title: string): string {
  return title.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}
