import type { RecommendationDraft, RecommendationKind } from '../engine.ts';
import type { Random } from '../../../lib/random.ts';
import { about, createComposer } from './statistical-composer.ts';
import type { Composer } from './statistical-composer.ts';
import { blockOfDay, durationToKeep, resultOf, unquoted } from './statistical-facts.ts';
import type { Slot } from './statistical-facts.ts';
import { hashtagLine, hashtagsFor, mayTag, nextSet, NO_HASHTAGS } from './statistical-hashtags.ts';
import type { Line } from './statistical-phrases.ts';
import { formatTitle, type Plan } from './statistical-plan.ts';
import { scriptOf } from './statistical-script.ts';

type Draft = RecommendationDraft;

const SLOTS = 3;

/** One recommendation of the run; the same for the same request, seed and index. */
export function draftOf(plan: Plan, kind: RecommendationKind, index: number, random: Random): Draft {
  const composer = createComposer(plan.phrases, kind);
  const turn = Math.floor(index / plan.request.kinds.length);
  switch (kind) {
    case 'IDEA':
    case 'SCRIPT':
      writeVideo(plan, composer, index, random);
      break;
    case 'HASHTAG_SET':
      writeHashtagSet(plan, composer, turn, random);
      break;
    case 'POSTING_SLOT':
      writePostingSlots(plan, composer, turn, random);
      break;
    case 'FORMAT_CHANGE':
      writeFormatChange(plan, composer, turn, random);
  }
  return composer.draft;
}

/** IDEA and SCRIPT: a way to make again what did well. */
function writeVideo(plan: Plan, { draft, write }: Composer, index: number, random: Random): void {
  const { request, phrases, facts } = plan;
  const { goal, topic, kinds } = request;
  const { angle, video } = plan.videos[index % plan.videos.length]!;
  const subject = topic === null ? (video?.subject ?? phrases.untitled) : phrases.quoted(topic);
  const tag = facts.hashtags.find(({ verdict }) => verdict === 'HIGHER') ?? null;
  const duration = durationToKeep(facts);
  const source = topic === null ? video?.key : undefined;
  // Said once a run: it is of the account, not of the idea.
  const isFirst = index === kinds.findIndex((kind) => kind === 'IDEA' || kind === 'SCRIPT');
  const rising = mayTag(plan) ? facts.rising[index % Math.max(1, facts.rising.length)] : undefined;

  write('title', about(angle.title, subject, source));
  write(
    'idea',
    video === undefined ? [] : phrases.winner(video),
    video !== undefined && goal === 'ENGAGEMENT' ? phrases.comments(video) : [],
    video !== undefined && topic !== null ? [phrases.onTopic(topic)] : [],
    [angle.direction],
    isFirst ? lessonOf(plan) : [],
    isFirst ? changeOf(plan) : [],
    [phrases.goals[goal]],
    goal === 'ENGAGEMENT' && facts.engagement !== null ? phrases.engagement(facts.engagement) : [],
    isFirst && goal === 'FOLLOWERS' && facts.followers !== null ? phrases.forecast(facts.followers) : [],
    duration === null ? [] : phrases.duration(duration),
    tag === null ? [] : phrases.association(tag, 'ONE'),
    rising === undefined ? [] : phrases.rising(rising),
    isFirst && facts.sound !== null ? phrases.sound(facts.sound) : [],
    video === undefined && facts.cadence !== null ? phrases.cadence(facts.cadence) : [],
    ...closing(plan, random),
  );
  write('hook', about(angle.hook, subject, source));
  write('callToAction', [oneOf(phrases.callsToAction[goal], random)]);
  draft.hashtags = hashtagsFor(plan, video, { rising: rising === undefined ? [] : [rising] });
  write('caption', about(angle.title, subject, source), hashtagLine(draft));
  if (isFirst && facts.sound !== null) draft.soundId = facts.sound.trendId;
  const settled = facts.slots.filter(({ basis }) => basis !== 'EXPERIMENT');
  const slots = settled.length > 0 ? settled : facts.slots;
  draft.postAt = slots
    .slice(index % Math.max(1, slots.length))
    .slice(0, 1)
    .map(toPostAt);
  if (draft.kind === 'SCRIPT') draft.script = scriptOf(plan, angle, video, draft);
}

/** What became of an earlier one: the newest that was made, else that was dismissed with a reason. */
function lessonOf({ facts, phrases }: Plan): Line {
  const used = facts.past.find(({ status, result }) => status === 'USED' && result !== null);
  const result = used && resultOf(used, phrases);
  if (result) return phrases.used(result);
  const dismissed = facts.past.find(
    ({ status, dismissReason }) => status === 'DISMISSED' && dismissReason !== null,
  );
  if (dismissed?.dismissReason == null) return [];
  const subject = phrases.quoted(unquoted(dismissed.title));
  return phrases.dismissed({ key: dismissed.key, subject }, dismissed.dismissReason);
}

function changeOf({ facts: { change }, phrases }: Plan): Line {
  if (change === null || change.findingKind === 'COUNTER_FALL') return [];
  const [words, rest] = phrases.changes[change.findingKind];
  return [{ words, evidenceKey: change.key, figure: null }, rest];
}

function writeHashtagSet(plan: Plan, { draft, write }: Composer, turn: number, random: Random): void {
  const { phrases, facts } = plan;
  const { use, none } = phrases.hashtagSet;
  const video = facts.videos[turn % Math.max(1, facts.videos.length)];
  const { hashtags, compared, rising } = nextSet(plan, video, turn);
  draft.hashtags = hashtags;
  write('title', [plan.hashtagTitles[turn % plan.hashtagTitles.length]!]);
  write(
    'idea',
    ...compared.map((tag) => phrases.association(tag, 'ONE')),
    ...rising.map((trend) => phrases.rising(trend)),
    compared.length === 0 && mayTag(plan) ? [none] : [],
    video === undefined || compared.length > 0 || hashtags.length === 0 ? [] : phrases.hashtagsOf(video),
    mayTag(plan) ? [use] : [],
    facts.cadence === null ? [] : phrases.cadence(facts.cadence),
    ...closing(plan, random),
  );
  if (hashtags.length > 0) write('caption', hashtagLine(draft));
}

function writePostingSlots(plan: Plan, { draft, write }: Composer, turn: number, random: Random): void {
  const { phrases, facts } = plan;
  const start = (turn * SLOTS) % Math.max(1, facts.slots.length);
  const slots = [...facts.slots.slice(start), ...facts.slots.slice(0, start)]
    .slice(0, SLOTS)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  draft.postAt = slots.map(toPostAt);
  write('title', [plan.slotTitles[turn % plan.slotTitles.length]!]);
  write(
    'idea',
    facts.cadence === null ? [] : phrases.cadence(facts.cadence),
    ...slots.map((slot) => slotLine(plan, slot)),
    [phrases.postingSlot.compare],
    ...closing(plan, random),
  );
}

function slotLine({ phrases, request }: Plan, { at, basis, block }: Slot): Line {
  const { timezone } = request.evidence.account;
  const weekday = phrases.weekday(new Date(at), timezone);
  return block.sampleSize === 0
    ? phrases.untriedHour(weekday, phrases.partsOfDay[blockOfDay(at, timezone)]!, block.key)
    : phrases.hour(weekday, block, basis);
}

function writeFormatChange(plan: Plan, { draft, write }: Composer, turn: number, random: Random): void {
  const { phrases, facts, request } = plan;
  const kept = durationToKeep(facts);
  const choice = plan.formats[turn % plan.formats.length]!;
  const video = facts.videos[turn % Math.max(1, facts.videos.length)];
  const trend = choice.kind === 'TREND' ? choice.trend : null;
  const opening = choice.kind === 'OPENING' ? phrases.formatChange.openings[choice.place]! : null;
  const lift = choice.kind === 'LIFT' ? choice.lift : null;
  const title = formatTitle(choice, phrases);
  const named = lift ?? trend;
  write(
    'title',
    named === null
      ? [title]
      : about((subject) => title.replace(named.subject, subject), named.subject, named.key),
  );
  write(
    'idea',
    opening === null ? [] : [opening.idea],
    lift === null ? [] : phrases.association(lift, 'MANY'),
    trend === null ? [] : phrases.risingFormat.why(trend),
    lift === null || kept === null || lift.key === kept.key ? [] : phrases.duration(kept),
    [phrases.goals[request.goal]],
    video === undefined ? [] : phrases.winner(video),
    facts.miss === null ? [] : phrases.miss(facts.miss),
    [phrases.formatChange.test],
    facts.cadence === null ? [] : phrases.cadence(facts.cadence),
    ...closing(plan, random),
  );
  if (opening !== null) write('hook', [opening.hook]);
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

function toPostAt({ at, basis, lift }: Slot): Draft['postAt'][number] {
  return { at, basis, lift };
}

function oneOf<T>(values: readonly T[], random: Random): T {
  return values[Math.floor(random() * values.length)]!;
}
