import { builder } from '../../schema/builder.ts';
import { MetricSource } from '../connections/connection.enums.ts';
import type { Audience as AudienceShape } from './import-reads.service.ts';

const AudienceShare = builder.objectRef<AudienceShape['genders'][number]>('AudienceShare').implement({
  description: 'A part of the audience.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'As exported: Female, FR, Others.' }),
    share: t.exposeFloat('share', { description: '0–1.' }),
  }),
});

const AudienceHour = builder.objectRef<AudienceShape['activity'][number]>('AudienceHour').implement({
  description: 'Followers active in an hour.',
  fields: (t) => ({
    date: t.expose('date', { type: 'Date', description: 'In UTC.' }),
    hour: t.exposeInt('hour', { description: '0–23 UTC, as TikTok exports it.' }),
    activeFollowers: t.expose('activeFollowers', {
      type: 'SafeInt',
      nullable: true,
      description: 'Null is unknown.',
    }),
  }),
});

export const Audience = builder.objectRef<AudienceShape>('Audience').implement({
  description:
    "Who follows, as TikTok's own exports say. Each of its three parts is that of the newest export that has it.",
  fields: (t) => ({
    genders: t.expose('genders', {
      type: [AudienceShare],
      description: 'In the order of the file; empty when none told.',
    }),
    territories: t.expose('territories', {
      type: [AudienceShare],
      description: 'ISO 3166-1 alpha-2 and "Others", in the order of the file; empty when none told.',
    }),
    activity: t.expose('activity', {
      type: [AudienceHour],
      description: '7 × 24; empty when the file had none.',
    }),
    capturedAt: t.expose('capturedAt', {
      type: 'DateTime',
      description: 'When the oldest of its parts was exported, to the day.',
    }),
    source: t.expose('source', { type: MetricSource, description: 'Where it comes from.' }),
  }),
});
