import { allowNode } from '../../schema/nodes.ts';
import { readableFindings } from './finding.policy.ts';
import './finding.enums.ts';
import './finding.type.ts';
import './finding-event.type.ts';
import './tik-tok-connection.findings.field.ts';

allowNode('Finding', ({ database }, viewer, ids) =>
  database.prisma.finding.findMany({
    select: { id: true },
    where: { AND: [{ id: { in: ids } }, readableFindings(viewer)] },
  }),
);
