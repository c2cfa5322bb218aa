import { builder } from '../../schema/builder.ts';
import { TikTokConnection } from '../connections/connection.type.ts';
import { AccountAnalytics } from './account-analytics.type.ts';
import { rangeArguments } from './analytics.input.ts';
import { accountAnalytics } from './analytics.service.ts';

builder.prismaObjectField(TikTokConnection, 'analytics', (t) =>
  t.loadable({
    type: AccountAnalytics,
    nullable: true,
    description: 'Null only with an error.',
    args: rangeArguments(t.arg),
    // One load for each place in the operation, since the arguments may differ from place to place.
    byPath: true,
    loaderOptions: { cacheKeyFn: ({ id }: { id: string }) => id },
    load: (connections: { id: string; timezone: string }[], { services }, { range, interval }) =>
      accountAnalytics(services, connections, range, interval),
    resolve: ({ id, timezone }) => ({ id, timezone }),
  }),
);
