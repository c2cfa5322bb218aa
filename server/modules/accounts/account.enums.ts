import { builder } from '../../schema/builder.ts';

export const WorkspaceRole = builder.enumType('WorkspaceRole', {
  description:
    'What a person, or at most an API key, may do. OWNER may all that ADMIN may, ADMIN all that EDITOR may, EDITOR all that ANALYST may.',
  values: {
    OWNER: { description: 'All, and erases the workspace.' },
    ADMIN: { description: 'People, keys, connections, imports.' },
    EDITOR: { description: 'Runs, recommendations, syncs.' },
    ANALYST: { description: 'Reads.' },
  },
});

export const ApiKeyScope = builder.enumType('ApiKeyScope', {
  description: 'What a key may touch, within its role.',
  values: {
    READ: {
      description:
        'All queries and subscriptions, and the fields of what a mutation answers with; without it, its id alone.',
    },
    RECOMMEND: { description: 'Runs and recommendations.' },
    COLLECT: { description: 'Connect, sync, import, disconnect.' },
    ADMINISTER: { description: 'Export, erase, people, keys.' },
  },
});
