import { allowNode } from '../../schema/nodes.ts';
import { ownErasures } from './erasure.service.ts';
import './privacy.enums.ts';
import './data-erasure.type.ts';
import './erasure.query.ts';
import './erasure.mutation.ts';

allowNode('DataErasure', ({ database }, viewer, ids) =>
  database.prisma.dataErasure.findMany({
    select: { id: true },
    where: { AND: [{ id: { in: ids } }, ownErasures(viewer)] },
  }),
);
