import type { DismissReason } from '../../../data/generated/prisma/client.ts';
import type { EngineRequest } from '../engine.ts';
import { createRandom, shuffled } from '../../../lib/random.ts';
import { typesetTitle } from './statistical-composer.ts';
import {
  durationToKeep,
  type Facts,
  type KnownLift,
  type KnownTrend,
  type KnownVideo,
  subjectOf,
  toFacts,
  unquoted,
} from './statistical-facts.ts';
import type { Angle, Phrases } from './statistical-phrases.ts';
import { ALL_PHRASES } from './statistical-text.ts';

/** A way to make a video again, and the video. */
export interface VideoPlan {
  angle: Angle;
  /** Undefined without any. */
  video: KnownVideo | undefined;
}

/** Another form for what the creator makes already. */
export type FormatPlan =
  | { kind: 'LIFT'; lift: KnownLift }
  | { kind: 'TREND'; trend: KnownTrend }
  | { kind: 'OPENING'; place: number };

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
  const refused = refusedWays(facts);
  // What was told may have been told in another language.
  const isTold = (titleIn: (other: Phrases) => string) =>
    ALL_PHRASES.some((other) => told.has(normal(typesetTitle(other, titleIn(other)))));
  const titlesOf = (listIn: (other: Phrases) => readonly string[]) => {
    const places = [...listIn(phrases).keys()];
    return news(places, (place) => isTold((other) => listIn(other)[place]!)).map(
      (place) => listIn(phrases)[place]!,
    );
  };
  return {
    request,
    phrases,
    facts,
    videos: news(
      news(videoPlans(request, facts, phrases, random), ({ way }) => refused.has(way)),
      ({ titleIn }) => isTold(titleIn),
    ),
    formats: news(formatPlans(facts, phrases, random), (plan) => isTold((other) => formatTitle(plan, other))),
    hashtagTitles: titlesOf(({ hashtagSet }) => hashtagSet.titles),
    slotTitles: titlesOf(({ postingSlot }) => postingSlot.titles),
  };
}

/** What a format's recommendation is called. */
export function formatTitle(plan: FormatPlan, { formatChange, ...phrases }: Phrases): string {
  switch (plan.kind) {
    case 'LIFT': {
      const videos = phrases.videos(plan.lift.label) ?? plan.lift.subject;
      return plan.lift.verdict === 'HIGHER' ? formatChange.better(videos) : formatChange.trial(videos);
    }
    case 'TREND':
      return phrases.risingFormat.title(phrases.quoted(unquoted(plan.trend.name)));
    case 'OPENING':
      return formatChange.openings[plan.place]!.title;
  }
}

/** Those first that were not told before: where there is too little new, an earlier one beats one told twice in a run. */
function news<T>(plans: readonly T[], isTold: (plan: T) => boolean): readonly T[] {
  return [...plans.filter((plan) => !isTold(plan)), ...plans.filter(isTold)];
}

/** Every way with every video, neighbours with another way and another video. */
function videoPlans(
  { topic }: EngineRequest,
  { videos }: Facts,
  phrases: Phrases,
  random: () => number,
): (VideoPlan & { way: number; titleIn: (other: Phrases) => string })[] {
  const order = shuffled([...phrases.angles.keys()], random);
  const turns = Math.max(1, videos.length);
  return Array.from({ length: turns }, (_, turn) => turn).flatMap((turn) =>
    order.map((way, place) => {
      const video = videos[(place + turn) % turns];
      const titleIn = (other: Phrases): string =>
        other.angles[way]!.title(
          topic === null ? subjectOf(video?.caption ?? null, other) : other.quoted(topic),
        );
      return { way, angle: phrases.angles[way]!, video, titleIn };
    }),
  );
}

/** Why a way is refused with every video; other reasons are about the one that was named. */
const ABOUT_THE_WAY: ReadonlySet<DismissReason | null> = new Set(['OFF_BRAND', 'TOO_HARD', 'WRONG_FACTS']);

/** The places of ways to make a video that were dismissed as such, in whichever language. */
function refusedWays({ past }: Facts): ReadonlySet<number> {
  const dismissed = past
    .filter(({ status, dismissReason }) => status === 'DISMISSED' && ABOUT_THE_WAY.has(dismissReason))
    .map(({ title }) => normal(title));
  const isOf = (title: string, { title: titleOf }: Angle): boolean => {
    const [before = '', after = ''] = titleOf('\0').split('\0').map(normal);
    return title.startsWith(before) && title.endsWith(after);
  };
  return new Set(
    ALL_PHRASES.flatMap(({ angles }) =>
      [...angles.entries()].flatMap(([way, angle]) =>
        dismissed.some((title) => isOf(title, angle)) ? [way] : [],
      ),
    ),
  );
}

/** What has evidence first, then what rises, then what may be tried. */
function formatPlans(facts: Facts, { formatChange }: Phrases, random: () => number): FormatPlan[] {
  const better = facts.formats.filter(({ verdict }) => verdict === 'HIGHER');
  // What most posts have already is no change.
  const usual = durationToKeep(facts);
  const trial = facts.formats
    .filter(({ key, verdict, value }) => verdict === 'NO_EVIDENCE_YET' && key !== usual?.key && value >= 0)
    .toSorted((a, b) => b.value - a.value)
    .slice(0, 1);
  return [
    ...better.map((lift): FormatPlan => ({ kind: 'LIFT', lift })),
    ...(facts.risingFormat === null ? [] : [{ kind: 'TREND', trend: facts.risingFormat } as const]),
    ...(better.length > 0 ? [] : trial.map((lift): FormatPlan => ({ kind: 'LIFT', lift }))),
    ...shuffled([...formatChange.openings.keys()], random).map((place): FormatPlan => ({
      kind: 'OPENING',
      place,
    })),
  ];
}

/** Its letters and digits alone: an earlier title may have other quotation marks, or be a model's. */
function normal(title: string): string {
  return title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}
