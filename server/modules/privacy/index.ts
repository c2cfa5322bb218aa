import { allowNode } from '../../schema/nodes.ts';
import { ownErasures } from './erasure.service.ts';
import { ownExports } from './export.service.ts';
import './privacy.enums.ts';
import './data-erasure.type.ts';
import './erasure.query.ts';
import './erasure.mutation.ts';
import './data-export.type.ts';
import './export.mutation.ts';

allowNode('DataErasure', ({ database }, viewer, ids) =>
  database.prisma.dataErasure.findMany({
    select: { id: true },
    where: { AND: [{ id: { in: ids } }, ownErasures(viewer)] },
  }),
);

allowNode('DataExport', ({ database }, viewer, ids) =>
  database.prisma.dataExport.findMany({
    select: { id: true },
    where: { AND: [{ id: { in: ids } }, ownExports(viewer)] },
  }),
);
