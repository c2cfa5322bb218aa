import type { Environment } from './environment.ts';

/** An advertiser or a business account at TikTok's API for Business, and its token. */
export interface BusinessToken {
  id: string;
  token: string;
}

/** TikTok's API for Business; null is what nobody has configured. */
export interface TikTokBusinessConfig {
  /** With its version, without a trailing slash. */
  apiUrl: string;
  /** Opens the trending hashtags. */
  advertiser: BusinessToken | null;
  /** Opens the trending commercial music. */
  account: BusinessToken | null;
}

/** An app that TikTok approved for its Research API. */
export interface TikTokResearchConfig {
  /** Origin of the API, without a trailing slash. */
  apiUrl: string;
  clientKey: string;
  clientSecret: string;
}

/** What the sandbox's API for Business takes. */
export interface SandboxBusiness {
  advertiserId: string;
  advertiserToken: string;
  accountId: string;
  accountToken: string;
}

/** What opens one door together. */
const PAIRS = [
  ['TIKTOK_BUSINESS_ADVERTISER_ID', 'TIKTOK_BUSINESS_ADVERTISER_TOKEN'],
  ['TIKTOK_BUSINESS_ACCOUNT_ID', 'TIKTOK_BUSINESS_ACCOUNT_TOKEN'],
  ['TIKTOK_RESEARCH_CLIENT_KEY', 'TIKTOK_RESEARCH_CLIENT_SECRET'],
] as const;

/** A sentence for each half that misses its other one. */
export function problemsOfPairs(env: Environment): string[] {
  return PAIRS.flatMap(([one, other]) => {
    if ((env[one] === undefined) === (env[other] === undefined)) return [];
    const [given, missing] = env[one] === undefined ? [other, one] : [one, other];
    return [`${missing}: is needed with ${given}`];
  });
}

/** The configured tokens, at TikTok; without any, those of the sandbox, where TikTok is one. */
export function businessConfig(
  env: Environment,
  sandbox: (SandboxBusiness & { apiUrl: string }) | null,
): TikTokBusinessConfig {
  const advertiser = pair(env.TIKTOK_BUSINESS_ADVERTISER_ID, env.TIKTOK_BUSINESS_ADVERTISER_TOKEN);
  const account = pair(env.TIKTOK_BUSINESS_ACCOUNT_ID, env.TIKTOK_BUSINESS_ACCOUNT_TOKEN);
  const apiUrl = env.TIKTOK_BUSINESS_API_URL;
  if (advertiser !== null || account !== null || sandbox === null) {
    const real = 'https://business-api.tiktok.com/open_api/v1.3';
    return { apiUrl: withoutSlash(apiUrl ?? real), advertiser, account };
  }
  const { advertiserId, advertiserToken, accountId, accountToken } = sandbox;
  return {
    apiUrl: withoutSlash(apiUrl ?? `${sandbox.apiUrl}/open_api/v1.3`),
    advertiser: { id: advertiserId, token: advertiserToken },
    account: { id: accountId, token: accountToken },
  };
}

function pair(id: string | undefined, token: string | undefined): BusinessToken | null {
  return id === undefined || token === undefined ? null : { id, token };
}

/** Null: off. */
export function researchConfig(env: Environment): TikTokResearchConfig | null {
  const { TIKTOK_RESEARCH_CLIENT_KEY: clientKey, TIKTOK_RESEARCH_CLIENT_SECRET: clientSecret } = env;
  if (clientKey === undefined || clientSecret === undefined) return null;
  const apiUrl = withoutSlash(env.TIKTOK_RESEARCH_API_URL ?? 'https://open.tiktokapis.com');
  return { apiUrl, clientKey, clientSecret };
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}
