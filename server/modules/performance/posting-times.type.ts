import { z } from 'zod';
import { builder } from '../../schema/builder.ts';
import { Verdict } from '../analytics/analytics.enums.ts';
import { Lift } from '../analytics/lift/lift.type.ts';
import {
  postingLifts,
  type PostingBlockLift,
  type PostingLifts,
} from '../analytics/posting/posting-lifts.ts';
import { PostingSlot } from '../analytics/posting/posting-slot.type.ts';
import { proposeSlots } from '../analytics/posting/posting-slots.ts';
import type { PostingTimes } from '../analytics/posting/posting-times.ts';
import { PerformanceAnalysis } from './performance-analysis.type.ts';

const MAX_SLOTS = 20;

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

const DayOfWeek = builder.enumType('DayOfWeek', {
  description: 'Days of the week, by ISO 8601 from Monday.',
  values: {
    MONDAY: { description: 'Monday.' },
    TUESDAY: { description: 'Tuesday.' },
    WEDNESDAY: { description: 'Wednesday.' },
    THURSDAY: { description: 'Thursday.' },
    FRIDAY: { description: 'Friday.' },
    SATURDAY: { description: 'Saturday.' },
    SUNDAY: { description: 'Sunday.' },
  },
});

const PostingHours = builder.objectRef<PostingLifts['hours'][number]>('PostingHours').implement({
  description: 'Four hours of any day.',
  fields: (t) => ({
    startHour: t.exposeInt('startHour', { description: '0, 4, … 20.' }),
    lift: t.expose('lift', { type: Lift, description: 'Of posts in these hours, over all days.' }),
  }),
});

const PostingDay = builder.objectRef<PostingLifts['days'][number]>('PostingDay').implement({
  description: 'A weekday.',
  fields: (t) => ({
    day: t.field({ type: DayOfWeek, description: 'Which one.', resolve: ({ weekday }) => DAYS[weekday]! }),
    lift: t.expose('lift', { type: Lift, description: 'Of posts on this day, over all hours.' }),
  }),
});

const PostingTimeBlock = builder.objectRef<PostingBlockLift>('PostingTimeBlock').implement({
  description: 'Four hours of a week.',
  fields: (t) => ({
    day: t.field({ type: DayOfWeek, description: 'Its day.', resolve: ({ weekday }) => DAYS[weekday]! }),
    startHour: t.exposeInt('startHour', { description: '0, 4, … 20.' }),
    lift: t.expose('lift', {
      type: Lift,
      description:
        'The whole of it: of its hours, its day and its own deviation from both. A block without posts has what its hours and its day say.',
    }),
  }),
});

/** An account's posting times with whose they are. */
interface PostingTimeAnalysisShape {
  connectionId: string;
  timezone: string;
  times: PostingTimes;
  lifts: PostingLifts;
}

const PostingTimeAnalysis = builder.objectRef<PostingTimeAnalysisShape>('PostingTimeAnalysis').implement({
  description:
    'When posts do better, or that nobody can tell yet. Method, and how often it is wrong: modelCard(POSTING_TIMES).',
  fields: (t) => ({
    verdict: t.field({
      type: Verdict,
      description: 'HIGHER when some hours or a day are. LOWER is never claimed of posting times.',
      resolve: ({ lifts }) => lifts.verdict,
    }),
    timezone: t.exposeString('timezone', {
      description: 'IANA zone in which hours and days are read: that of the connection.',
    }),
    hours: t.field({
      type: [PostingHours],
      description: '6 blocks of 4 hours, over all days, from 0:00: evidence shows here first.',
      resolve: ({ lifts }) => lifts.hours,
    }),
    days: t.field({
      type: [PostingDay],
      description: '7 weekdays, over all hours, from Monday.',
      resolve: ({ lifts }) => lifts.days,
    }),
    blocks: t.field({
      type: [PostingTimeBlock],
      description: '42, which is 7 days by 6 blocks of 4 hours; Monday 0:00 first.',
      resolve: ({ lifts }) => lifts.blocks,
    }),
    best: t.field({
      type: [PostingTimeBlock],
      description: 'Blocks with HIGHER, highest lift first; only under hours or a day with HIGHER.',
      resolve: ({ lifts }) => lifts.best,
    }),
    nextSlots: t.field({
      type: [PostingSlot],
      description:
        'Proposed next, soonest first: within a week from tomorrow, spread over its days. One of three goes to what does well or is usual, the others explore by Thompson sampling. The same all day, unless the analysis is computed anew.',
      args: {
        first: t.arg.int({
          required: true,
          defaultValue: 3,
          description: 'How many: 1–20.',
          validate: z
            .int()
            .min(1, 'must be at least 1')
            .max(MAX_SLOTS, `must be at most ${String(MAX_SLOTS)}`),
        }),
      },
      resolve: ({ times, timezone, connectionId }, { first }, { services }) =>
        proposeSlots(times, { first, now: services.clock.now(), timezone, subject: connectionId }),
    }),
    sampleSize: t.int({
      description: 'Posts.',
      resolve: ({ times }) => times.sampleSize,
    }),
    prior: t.string({
      description: 'What published lists were taken to say, with their dates and weight.',
      resolve: ({ lifts }) => lifts.prior,
    }),
  }),
});

builder.objectField(PerformanceAnalysis, 'postingTimes', (t) =>
  t.field({
    type: PostingTimeAnalysis,
    nullable: true,
    description: 'When posts of the range did better. Null only with an error.',
    resolve: ({ connectionId, timezone, result }) => ({
      connectionId,
      timezone,
      times: result.postingTimes,
      lifts: postingLifts(result.postingTimes),
    }),
  }),
);
