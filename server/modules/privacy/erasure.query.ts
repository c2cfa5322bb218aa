import { builder } from '../../schema/builder.ts';
import { DataErasure } from './data-erasure.type.ts';
import { findErasure } from './erasure.service.ts';

builder.queryField('erasure', (t) =>
  t.prismaField({
    type: DataErasure,
    nullable: true,
    authScopes: { public: true },
    description:
      'An erasure by its receipt; needs no sign-in, since the user or workspace that asked may be gone. Null with NOT_FOUND when unknown.',
    args: { receipt: t.arg.string({ required: true, description: 'As the request answered it.' }) },
    resolve: (query, _root, { receipt }, { services }) => findErasure(services, receipt, query),
  }),
);
