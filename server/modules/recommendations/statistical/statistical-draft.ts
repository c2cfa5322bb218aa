import type { EngineRequest, RecommendationDraft, RecommendationKind } from '../engine.ts';
import type { Random } from '../../../lib/random.ts';
import { about, createComposer } from './statistical-composer.ts';
import type { Composer } from './statistical-composer.ts';
import { bandToKeep, chooseSlots } from './statistical-facts.ts';
import type { Facts, KnownVideo, Slot } from './statistical-facts.ts';
import type { Angle, Line, Opening, Phrases } from './statistical-phrases.ts';

/** Choices that a whole run shares, so that its recommendations differ from one another. */
export interface Plan {
  request: EngineRequest;
  phrases: Phrases;
  facts: Facts;
  /** In the run's own order; each index takes the next. */
  angles: readonly Angle[];
  openings: readonly Opening[];
}

type Draft = RecommendationDraft;

const MAX_HASHTAGS = 4;
const HOOK_SECONDS = 3;
const DEFAULT_SECONDS = 30;
const SHORTEST_SCRIPT_SECONDS = 8;
const SECONDS_OF_BAND: Record<string, number> = {
  '1–15 s': 14,
  '16–30 s': 27,
  '31–60 s': 48,
  'over 60 s': 70,
};
const NO_HASHTAGS = /\b(?:no|without|sans|pas (?:de|d’|d')|aucun)\s*(?:hash)?tags?\b/iu;
const AT_MOST_SECONDS =
  /(?:under|below|within|at most|max\.?|maximum|up to|moins de|au plus|jusqu.à|[<≤])\s*(\d{1,3})\s*(?:s|sec|secs|seconds?|secondes?)\b/iu;

/** One recommendation of the run; the same for the same request, seed and index. */
export function draftOf(plan: Plan, kind: RecommendationKind, index: number, random: Random): Draft {
  const composer = createComposer(plan.phrases, kind);
  switch (kind) {
    case 'IDEA':
    case 'SCRIPT':
      writeVideo(plan, composer, index, random);
      break;
    case 'HASHTAG_SET':
      writeHashtagSet(plan, composer, index, random);
      break;
    case 'POSTING_SLOT':
      writePostingSlots(plan, composer, index, random);
      break;
    case 'FORMAT_CHANGE':
      writeFormatChange(plan, composer, index, random);
  }
  return composer.draft;
}

/** IDEA and SCRIPT: a way to make again what did well. */
function writeVideo(plan: Plan, { draft, write }: Composer, index: number, random: Random): void {
  const { request, phrases, facts } = plan;
  const { goal, topic } = request;
  const video = facts.videos[index % Math.max(1, facts.videos.length)];
  const angle = plan.angles[index % plan.angles.length]!;
  const subject = topic === null ? (video?.subject ?? phrases.untitled) : phrases.quoted(topic);
  const tag = facts.hashtags.find(({ isHigher }) => isHigher) ?? null;
  const band = bandToKeep(facts);
  const source = topic === null ? video?.key : undefined;

  write('title', about(angle.title, subject, source));
  write(
    'idea',
    video === undefined ? [] : phrases.winner(video),
    video !== undefined && goal === 'ENGAGEMENT' ? phrases.comments(video) : [],
    video !== undefined && topic !== null ? [phrases.onTopic(topic)] : [],
    [angle.direction],
    [phrases.goals[goal]],
    goal === 'ENGAGEMENT' && facts.engagement !== null ? phrases.engagement(facts.engagement) : [],
    band === null ? [] : phrases.duration(band),
    tag === null ? [] : phrases.association(tag),
    video === undefined && facts.cadence !== null ? phrases.cadence(facts.cadence) : [],
    ...closing(plan, random),
  );
  write('hook', about(angle.hook, subject, source));
  write('callToAction', [oneOf(phrases.callsToAction[goal], random)]);
  draft.hashtags = hashtagsFor(plan, video);
  write('caption', about(angle.title, subject, source), hashtagLine(draft));
  const slots = slotsFor(plan, random);
  draft.postAt = [slots.find(({ basis }) => basis !== 'EXPERIMENT') ?? slots[0]!].map(toPostAt);
  if (draft.kind === 'SCRIPT') draft.script = script(plan, angle, video, draft);
}

/** Hook, three beats and a call to action, on whole seconds within the band to keep. */
function script(
  { request, phrases, facts }: Plan,
  angle: Angle,
  video: KnownVideo | undefined,
  draft: Draft,
): Draft['script'] {
  const band = bandToKeep(facts);
  const usual =
    (band === null ? undefined : SECONDS_OF_BAND[band.label]) ?? video?.durationSeconds ?? DEFAULT_SECONDS;
  const limit = Number(
    request.constraints.map((text) => AT_MOST_SECONDS.exec(text)?.[1]).find(Boolean) ?? Infinity,
  );
  const total = Math.max(SHORTEST_SCRIPT_SECONDS, Math.min(usual, limit, 90));
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

function writeHashtagSet(plan: Plan, { draft, write }: Composer, index: number, random: Random): void {
  const { phrases, facts } = plan;
  const { titles, use, none } = phrases.hashtagSet;
  const winners = facts.hashtags.filter(({ isHigher }) => isHigher);
  const others = facts.hashtags.filter(({ isHigher }) => !isHigher);
  // Another set of the same run begins with other tags.
  const turn = index % Math.max(1, others.length);
  const compared = [...winners, ...others.slice(turn), ...others.slice(0, turn)].slice(0, 3);
  const video = facts.videos[index % Math.max(1, facts.videos.length)];
  draft.hashtags = hashtagsFor(
    plan,
    video,
    compared.map(({ label }) => label),
  );
  write('title', [titles[index % titles.length]!]);
  write(
    'idea',
    ...(mayTag(plan) ? compared.map((tag) => phrases.association(tag)) : []),
    compared.length === 0 && mayTag(plan) ? [none] : [],
    video === undefined || !mayTag(plan) || compared.length > 0 || draft.hashtags.length === 0
      ? []
      : phrases.hashtagsOf(video),
    mayTag(plan) ? [use] : [],
    facts.cadence === null ? [] : phrases.cadence(facts.cadence),
    ...closing(plan, random),
  );
  if (draft.hashtags.length > 0) write('caption', hashtagLine(draft));
}

function writePostingSlots(plan: Plan, { draft, write }: Composer, index: number, random: Random): void {
  const { phrases, facts, request } = plan;
  const { titles, compare } = phrases.postingSlot;
  const slots = slotsFor(plan, random);
  const { timezone } = request.evidence.account;
  draft.postAt = slots.map(toPostAt);
  write('title', [titles[index % titles.length]!]);
  write(
    'idea',
    facts.cadence === null ? [] : phrases.cadence(facts.cadence),
    ...slots.map(({ at, block, lift, basis }) => {
      const weekday = phrases.weekday(at, timezone);
      return lift === null
        ? [phrases.untriedHour(weekday, phrases.partOfDay[block] ?? '')]
        : phrases.hour(weekday, lift, basis);
    }),
    [compare],
    ...closing(plan, random),
  );
}

function writeFormatChange(plan: Plan, { draft, write }: Composer, index: number, random: Random): void {
  const { phrases, facts, request } = plan;
  const { better, trial, test } = phrases.formatChange;
  const kept = bandToKeep(facts);
  const untried = facts.bands.filter((band) => band !== kept).toSorted((a, b) => b.mean - a.mean)[0];
  const opening = plan.openings[index % plan.openings.length]!;
  const video = facts.videos[index % Math.max(1, facts.videos.length)];
  // Lengths make one recommendation; a further one of the same run changes the form.
  const band = index < request.kinds.length ? (kept?.isHigher === true ? kept : untried) : undefined;
  if (band === undefined) write('title', [opening.title]);
  else write('title', about(band.isHigher ? better : trial, band.subject, band.key));
  write(
    'idea',
    band === undefined || kept === null ? [opening.idea] : phrases.duration(kept),
    band === undefined || band === kept ? [] : phrases.association(band),
    [phrases.goals[request.goal]],
    video === undefined ? [] : phrases.winner(video),
    [test],
    facts.cadence === null ? [] : phrases.cadence(facts.cadence),
    ...closing(plan, random),
  );
  if (band === undefined) write('hook', [opening.hook]);
  draft.hashtags = hashtagsFor(plan, video);
}

/** What every recommendation ends on: how sure it is, and what was wished for. */
function closing({ request, phrases, facts }: Plan, random: Random): Line[] {
  const { tone, constraints } = request;
  return [
    facts.isThin && facts.cadence !== null ? phrases.thin(facts.cadence) : [],
    tone === null ? [] : [phrases.tone(tone)],
    constraints.length === 0 ? [] : [phrases.constraints(constraints)],
    constraints.some((text) => NO_HASHTAGS.test(text)) ? [phrases.withoutHashtags] : [],
    [oneOf(phrases.honesty, random)],
  ];
}

/**
 * Hashtags of the account itself, at most `MAX_HASHTAGS`: OWN_WINNER only with evidence; those of the video it
 * builds on, and the topic's, are what the video is about. None where they are ruled out.
 */
function hashtagsFor(
  plan: Plan,
  video: KnownVideo | undefined,
  first: readonly string[] = [],
): Draft['hashtags'] {
  const { facts, request } = plan;
  if (!mayTag(plan)) return [];
  const winners = facts.hashtags.filter(({ isHigher }) => isHigher).map(({ label }) => label);
  const topic =
    request.topic === null ? [] : [request.topic.toLowerCase().replaceAll(/[^\p{L}\p{M}\p{N}_]+/gu, '')];
  const tags = [
    ...winners,
    ...first,
    ...topic.filter((tag) => tag !== '' && tag.length <= 30),
    ...(video?.hashtags ?? []),
  ];
  return [...new Set(tags)]
    .slice(0, MAX_HASHTAGS)
    .map((hashtag) => ({ hashtag, basis: winners.includes(hashtag) ? 'OWN_WINNER' : 'TOPIC' }));
}

function hashtagLine({ hashtags }: Draft): Line {
  return hashtags.length === 0 ? [] : [hashtags.map(({ hashtag }) => `#${hashtag}`).join(' ')];
}

function mayTag({ request }: Plan): boolean {
  return !request.constraints.some((text) => NO_HASHTAGS.test(text));
}

function slotsFor({ facts, request }: Plan, random: Random): Slot[] {
  return chooseSlots(facts, request.evidence, random);
}

function toPostAt({ at, basis }: Slot): Draft['postAt'][number] {
  return { at: at.toISOString(), basis, lift: null };
}

function oneOf<T>(values: readonly T[], random: Random): T {
  return values[Math.floor(random() * values.length)]!;
}
