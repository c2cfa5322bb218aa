import { ConnectionEvent, connectionEvent } from '../connections/connection-event.type.ts';
import { recallImport } from './import-reads.service.ts';
import { AnalyticsImport } from './import.type.ts';

connectionEvent('ImportFinished').implement({
  description: 'An import ended.',
  interfaces: [ConnectionEvent],
  fields: (t) => ({
    import: t.prismaField({
      type: AnalyticsImport,
      nullable: true,
      description: 'Null when erased since.',
      resolve: (query, { payload }, _args, { services }) => recallImport(services, payload.importId, query),
    }),
  }),
});
