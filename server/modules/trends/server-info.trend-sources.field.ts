import { builder } from '../../schema/builder.ts';
import { SyncError } from '../connections/connection.type.ts';
import { ServerInfo } from '../server-info/server-info.query.ts';
import { trendSourceHealth, type TrendSourceHealth as HealthShape } from './source/source-health.service.ts';
import { TrendSource } from './trend.enums.ts';

const TrendSourceHealth = builder.objectRef<HealthShape>('TrendSourceHealth').implement({
  description: 'How a source of trends is.',
  fields: (t) => ({
    source: t.expose('source', { type: TrendSource, description: 'Which one.' }),
    isEnabled: t.exposeBoolean('isEnabled', {
      description: 'Whether anything can come from it on this server.',
    }),
    lastSuccessAt: t.expose('lastSuccessAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When it last said all that it was asked; null until then. Of CREATIVE_CENTER, when a list was last imported into a workspace of yours.',
    }),
    quotaRemaining: t.exposeInt('quotaRemaining', {
      nullable: true,
      description: 'Calls left in this UTC day; null when unlimited.',
    }),
    lastError: t.expose('lastError', {
      type: SyncError,
      nullable: true,
      description: 'Why nothing new comes. Null while healthy.',
    }),
    description: t.exposeString('description', { description: 'What it can and cannot know.' }),
  }),
});

builder.objectField(ServerInfo, 'trendSources', (t) =>
  t.field({
    type: [TrendSourceHealth],
    nullable: true,
    description: 'Every source of trends, from the most trusted to the least. Null only with an error.',
    resolve: (_info, _args, { services, viewer }) => trendSourceHealth(services, viewer),
  }),
);
