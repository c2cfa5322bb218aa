import { builder } from '../../schema/builder.ts';

export const StoreKind = builder.enumType('StoreKind', {
  description: 'Places that hold data.',
  values: {
    TABLE: { description: 'Of the database.' },
    QUEUE: { description: 'Jobs, whether they wait, run or are done.' },
    CACHE: { description: 'Kept for speed.' },
    FILES: { description: 'The file store, under one prefix of keys.' },
    LOG: { description: 'What the server wrote of what it did.' },
    VENDOR: { description: 'Access revoked at the vendor.' },
  },
});
