import { allowNode } from '../../schema/nodes.ts';
import './import.enums.ts';
import './import.type.ts';
import './audience.type.ts';
import './import.mutation.ts';
import './import-event.type.ts';
import './tik-tok-connection.imports.field.ts';
import { readableImports } from './import.policy.ts';

allowNode('AnalyticsImport', ({ database }, viewer, ids) =>
  database.prisma.analyticsImport.findMany({
    where: { AND: [{ id: { in: ids } }, readableImports(viewer)] },
    select: { id: true },
  }),
);
