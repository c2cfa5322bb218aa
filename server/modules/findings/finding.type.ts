import { toDate } from '../../lib/time.ts';
import { builder } from '../../schema/builder.ts';
import { pageOf } from '../../schema/connections.ts';
import { Estimate } from '../analytics/estimate.type.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import { TikTokVideo } from '../videos/video.type.ts';
import type { Effect } from './detected-finding.ts';
import { FindingKind } from './finding.enums.ts';

export const Finding = builder.prismaNode('Finding', {
  description: 'A sudden change, raised once.',
  select: { id: true },
  id: { field: 'id', description: 'Opaque and globally unique.' },
  fields: (t) => ({
    connection: t.relation('connection', { type: TikTokConnection, description: 'Whose it is.' }),
    kind: t.expose('kind', { type: FindingKind, description: 'What kind of change it is.' }),
    summary: t.exposeString('summary', { description: 'What changed, in English, from the facts alone.' }),
    startedOn: t.field({
      type: 'Date',
      description: "The first day it shows, in the account's time zone; of a lasting change an estimate.",
      select: { startedOn: true },
      resolve: ({ startedOn }) => toDate(startedOn),
    }),
    detectedAt: t.expose('detectedAt', { type: 'DateTime', description: 'When it was raised.' }),
    effect: t.field({
      type: Estimate,
      description:
        'Size against what was usual; `definition` says in which unit: a multiple of views, followers, a fraction of a counter.',
      select: { effect: true },
      resolve: ({ effect }) => effect as unknown as Effect,
    }),
    videos: t.field({
      type: [TikTokVideo],
      description: 'The videos behind it, at most 10. Empty where none is.',
      select: (_args, _context, nestedSelection) => ({
        videos: { orderBy: { position: 'asc' }, select: { video: nestedSelection() } },
      }),
      resolve: ({ videos }) => videos.map(({ video }) => video),
    }),
  }),
});

export const FindingPage = pageOf(Finding, { many: 'findings', one: 'A finding' });
