/** TikTok's endpoints by the names that settings, faults, counts and the call log use. */
export const ENDPOINTS = ['user/info', 'video/list', 'video/query', 'oauth/token', 'oauth/revoke'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];
