import type { Urgency } from '../../lib/call-quota.ts';

export { TikTokError } from '../../lib/tiktok/tiktok-error.ts';

/** What a grant lets us do at TikTok, in TikTok's own words. Others exist; these are the ones we ask for. */
export const TIKTOK_SCOPES = [
  'user.info.basic',
  'user.info.profile',
  'user.info.stats',
  'video.list',
] as const;

/** The endpoints that TikTok counts calls of, each for itself: the resources of its CallQuota. */
export const TIKTOK_ENDPOINTS = ['user/info', 'video/list', 'video/query'] as const;
export type TikTokEndpoint = (typeof TIKTOK_ENDPOINTS)[number];

/** TikTok's most, of a page and of a query. */
export const PAGE_SIZE = 20;

/**
 * TikTok as the services see it. Every method throws TikTokError, or the reason of an aborted signal; those that take a
 * slot of the quota also what reading the counters throws while our own database is away.
 */
export interface TikTok {
  /** The app's key: open ids are unique within it. */
  readonly clientKey: string;

  /** The address of TikTok's consent page. Pure: calls nothing. */
  authorizationUrl(request: AuthorizationRequest): string;

  /** Trades the code of a redirect for tokens. Never retried: a code is spent by its first use. */
  exchangeCode(request: { code: string; codeVerifier: string }, signal?: AbortSignal): Promise<NewGrant>;

  /**
   * Trades the refresh token for a new pair; the old one stops working, so store the new pair before using it and
   * never refresh one grant twice at a time. Never retried: the first attempt may have rotated the pair.
   */
  refresh(refreshToken: string, signal?: AbortSignal): Promise<RefreshedGrant>;

  /** A token of the app itself, for what concerns no account. */
  clientToken(signal?: AbortSignal): Promise<ClientToken>;

  /**
   * An event that TikTok posted to us, from its raw body and its header `TikTok-Signature`; null where it is not signed by
   * TikTok, or more than five minutes ago or ahead. Pure: calls nothing.
   *
   * @throws TikTokError when it is TikTok's and cannot be understood.
   */
  readWebhook(request: { body: Uint8Array; signature: string | undefined }): TikTokWebhook | null;

  /** Ends the app's access to the account. */
  revoke(accessToken: string, signal?: AbortSignal): Promise<void>;

  /** What the granted scopes show of the account; what they do not show, or TikTok left out, is null. */
  userInfo(
    accessToken: string,
    grantedScopes: readonly string[],
    options?: CallOptions,
  ): Promise<TikTokProfile>;

  /** One page of the account's public videos, newest first. Needs the scope video.list. */
  listVideos(accessToken: string, page: VideoPageRequest, options?: CallOptions): Promise<VideoPage>;

  /**
   * Those of 1–20 videos of the account that are public, in no order. One that is missing was deleted, is no longer
   * public, or is another account's: TikTok does not tell which. Needs the scope video.list.
   */
  queryVideos(accessToken: string, ids: readonly string[], options?: CallOptions): Promise<ListedVideo[]>;
}

/** Of a call that counts against TikTok's quota. */
export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Without a free slot the call fails with TIKTOK_RATE_LIMITED, problem QUOTA, and reaches nobody. @default 'BACKGROUND' */
  urgency?: Urgency;
}

export interface AuthorizationRequest {
  scopes: readonly string[];
  state: string;
  /** 43–128 unreserved characters. Sent as a challenge where the app's type wants one. */
  codeVerifier: string;
  /** Shows the consent page also to a person who consented before; else TikTok may skip it. */
  alwaysAsk: boolean;
}

/** Delivered at least once, in no promised order. */
export interface TikTokWebhook {
  clientKey: string;
  /** `authorization.removed`, `post.publish.complete`, … Others may come. */
  event: string;
  /** By TikTok's clock, to the second; null where it did not say. */
  occurredAt: Date | null;
  /** Whose account it is about; null where it is about none. */
  openId: string | null;
  /** JSON text as TikTok sent it; integers beyond a double are text where it sent an object. */
  content: string;
}

export interface NewGrant {
  openId: string;
  accessToken: string;
  accessTokenLifetimeSeconds: number;
  refreshToken: string;
  refreshTokenLifetimeSeconds: number;
  scopes: string[];
  /** By TikTok's clock, to the second; null where it did not say. */
  grantedAt: Date | null;
}

/**
 * A field is null where TikTok's answer had none: then the stored value still stands. One of the two tokens is there.
 */
export interface RefreshedGrant {
  accessToken: string | null;
  accessTokenLifetimeSeconds: number | null;
  refreshToken: string | null;
  refreshTokenLifetimeSeconds: number | null;
  scopes: string[] | null;
}

export interface ClientToken {
  accessToken: string;
  lifetimeSeconds: number;
}

/** Counters are whole numbers from 0 to 2^53 - 1; null is unknown, never 0. */
export interface TikTokProfile {
  openId: string | null;
  displayName: string | null;
  username: string | null;
  bio: string | null;
  profileUrl: string | null;
  isVerified: boolean | null;
  /** The largest picture; its link ends within hours. */
  avatarUrl: string | null;
  followers: number | null;
  following: number | null;
  likes: number | null;
  videos: number | null;
}

export interface VideoPageRequest {
  /** Unix milliseconds: videos posted before it. Without one, the newest page. */
  cursor?: number;
  /** 1–20. */
  maxCount: number;
}

export interface VideoPage {
  videos: ListedVideo[];
  /** Where the next page begins; null on the last one. A page may be short, or empty, without being the last. */
  nextCursor: number | null;
}

/** A public video as listed. Counters are whole numbers from 0 to 2^53 - 1; null is unknown, never 0. */
export interface ListedVideo {
  /** About 19 digits, longer than a double. */
  id: string;
  postedAt: Date;
  title: string | null;
  /** The caption, cut by TikTok at 150 characters. */
  description: string | null;
  shareUrl: string | null;
  embedUrl: string | null;
  /** Of the picture; the link ends after 6 hours. */
  coverUrl: string | null;
  durationSeconds: number | null;
  /** Pixels. */
  width: number | null;
  /** Pixels. */
  height: number | null;
  isAiGenerated: boolean | null;
  views: number | null;
  likes: number | null;
  comments: number | null;
  shares: number | null;
}
