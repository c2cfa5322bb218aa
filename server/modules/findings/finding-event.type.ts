import { ConnectionEvent, connectionEvent } from '../connections/connection-event.type.ts';
import { recallFinding } from './finding-reads.service.ts';
import { Finding } from './finding.type.ts';

connectionEvent('FindingRaised').implement({
  description: 'A change was found.',
  interfaces: [ConnectionEvent],
  fields: (t) => ({
    finding: t.prismaField({
      type: Finding,
      nullable: true,
      description: 'Null when erased since.',
      resolve: (query, { payload }, _args, { services }) => recallFinding(services, payload.findingId, query),
    }),
  }),
});
