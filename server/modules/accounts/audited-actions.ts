/** Every action that is written down, and the type of what it is done to. */
export const AUDITED_ACTIONS = {
  'apiKey.create': 'ApiKey',
  'apiKey.revoke': 'ApiKey',
  'connection.connect': 'TikTokConnection',
  'connection.disconnect': 'TikTokConnection',
  'connection.erase': 'TikTokConnection',
  'connection.export': 'TikTokConnection',
  'connection.import': 'AnalyticsImport',
  'connection.move': 'TikTokConnection',
  'connection.remove': 'TikTokConnection',
  'connection.update': 'TikTokConnection',
  'invitation.accept': 'Member',
  'invitation.create': 'Invitation',
  'invitation.revoke': 'Invitation',
  'member.remove': 'Member',
  'member.update': 'Member',
  'trend.import': 'AnalyticsImport',
  'workspace.create': 'Workspace',
  'workspace.export': 'Workspace',
  'workspace.update': 'Workspace',
} as const satisfies Record<string, string>;

export type AuditedActionName = keyof typeof AUDITED_ACTIONS;
