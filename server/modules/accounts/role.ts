export type WorkspaceRole = 'OWNER' | 'ADMIN' | 'EDITOR' | 'ANALYST';

/** What an API key may touch, within its role. */
export type ApiKeyScope = 'READ' | 'RECOMMEND' | 'COLLECT' | 'ADMINISTER';
