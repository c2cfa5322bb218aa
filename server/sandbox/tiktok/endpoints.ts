/** TikTok's JSON endpoints, by the names that settings, faults, counts and the call log use. */
export const OAUTH_ENDPOINTS = ['oauth/token', 'oauth/revoke'] as const;
export const DISPLAY_ENDPOINTS = ['user/info', 'video/list', 'video/query'] as const;
/** Of the API for Business. */
export const DISCOVERY_ENDPOINTS = ['discovery/trending_list', 'discovery/cml/trending_list'] as const;
export const API_ENDPOINTS = [
  ...DISPLAY_ENDPOINTS,
  ...OAUTH_ENDPOINTS,
  ...DISCOVERY_ENDPOINTS,
  'research/video/query',
] as const;
/** The links to images that TikTok gives. */
export const CDN_ENDPOINTS = ['cdn/cover', 'cdn/avatar'] as const;
/** With the page on which a person consents. */
export const ENDPOINTS = [...API_ENDPOINTS, ...CDN_ENDPOINTS, 'auth/authorize'] as const;

export type ApiEndpoint = (typeof API_ENDPOINTS)[number];
export type CdnEndpoint = (typeof CDN_ENDPOINTS)[number];
export type Endpoint = (typeof ENDPOINTS)[number];
