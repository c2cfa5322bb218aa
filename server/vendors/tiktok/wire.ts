import { z } from 'zod';
import type {
  ClientToken,
  ListedVideo,
  NewGrant,
  RefreshedGrant,
  TikTokEndpoint,
  TikTokProfile,
  VideoPage,
} from './port.ts';

// TikTok's JSON as documented at developers.tiktok.com (Login Kit and Display API, read November 2026). Unknown
// keys are dropped; a known key with a value it cannot have makes the whole answer unreadable, since a wrong figure
// that is stored can never be told from a right one.

const MAX_INT32 = 2_147_483_647;
const END_OF_YEAR_9999_SECONDS = 253_402_300_799;
const TEN_YEARS_SECONDS = 315_360_000;

/** Absent, null and "" are all how TikTok says "none". NUL and lone surrogates are text no database stores. */
const text = z
  .string()
  .max(10_000)
  .nullish()
  .transform((value) => {
    const clean = value?.toWellFormed().replaceAll('\0', '') ?? '';
    return clean === '' ? null : clean;
  });
/** Anything that a browser should not be sent to becomes null. */
const address = text.transform((value) => (value !== null && /^https?:\/\//i.test(value) ? value : null));
const counter = z
  .int()
  .min(0)
  .nullish()
  .transform((value) => value ?? null);
const int32 = z
  .int()
  .min(0)
  .max(MAX_INT32)
  .nullish()
  .transform((value) => value ?? null);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);
const secret = z.string().min(1).max(4_096);
const openId = z.string().min(1).max(255);
const seconds = z.int().min(1).max(TEN_YEARS_SECONDS);
/** One comma separated string, not the space separated one of RFC 6749. */
const scopeList = z.string().transform((value) => value.split(/[,\s]+/).filter((scope) => scope !== ''));

export const NewGrantWire = z
  .object({
    open_id: openId,
    access_token: secret,
    expires_in: seconds,
    refresh_token: secret,
    refresh_expires_in: seconds,
    scope: scopeList,
  })
  .transform((wire): Omit<NewGrant, 'grantedAt'> => ({
    openId: wire.open_id,
    accessToken: wire.access_token,
    accessTokenLifetimeSeconds: wire.expires_in,
    refreshToken: wire.refresh_token,
    refreshTokenLifetimeSeconds: wire.refresh_expires_in,
    scopes: wire.scope,
  }));

/** Lenient: refusing the answer would lose the rotated pair, and the account with it. */
export const RefreshedGrantWire = z
  .object({
    access_token: secret.nullish().catch(null),
    expires_in: seconds.nullish().catch(null),
    refresh_token: secret.nullish().catch(null),
    refresh_expires_in: seconds.nullish().catch(null),
    scope: scopeList.nullish().catch(null),
  })
  .refine((wire) => wire.access_token ?? wire.refresh_token, { path: ['access_token'] })
  .transform((wire): RefreshedGrant => ({
    accessToken: wire.access_token ?? null,
    accessTokenLifetimeSeconds: wire.expires_in ?? null,
    refreshToken: wire.refresh_token ?? null,
    refreshTokenLifetimeSeconds: wire.refresh_expires_in ?? null,
    scopes: wire.scope === null || wire.scope === undefined || wire.scope.length === 0 ? null : wire.scope,
  }));

export const ClientTokenWire = z
  .object({ access_token: secret, expires_in: seconds })
  .transform((wire): ClientToken => ({ accessToken: wire.access_token, lifetimeSeconds: wire.expires_in }));

/** Fields of user info by the scope that shows them; asking for one beyond the grant fails the whole call. */
export const USER_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'user.info.basic': ['open_id', 'display_name', 'avatar_large_url'],
  'user.info.profile': ['username', 'bio_description', 'profile_deep_link', 'is_verified'],
  'user.info.stats': ['follower_count', 'following_count', 'likes_count', 'video_count'],
};

export const UserInfoWire = z
  .object({
    user: z.object({
      open_id: openId.nullish(),
      display_name: text,
      username: text,
      bio_description: text,
      profile_deep_link: address,
      is_verified: flag,
      avatar_large_url: address,
      follower_count: counter,
      following_count: counter,
      likes_count: counter,
      video_count: counter,
    }),
  })
  .transform(({ user }): TikTokProfile => ({
    openId: user.open_id ?? null,
    displayName: user.display_name,
    username: user.username,
    bio: user.bio_description,
    profileUrl: user.profile_deep_link,
    isVerified: user.is_verified,
    avatarUrl: user.avatar_large_url,
    followers: user.follower_count,
    following: user.following_count,
    likes: user.likes_count,
    videos: user.video_count,
  }));

export const VIDEO_FIELDS: readonly string[] = [
  'id',
  'create_time',
  'title',
  'video_description',
  'share_url',
  'embed_link',
  'cover_image_url',
  'duration',
  'width',
  'height',
  'is_aigc',
  'view_count',
  'like_count',
  'comment_count',
  'share_count',
];

const VideoWire = z
  .object({
    // A number would already have lost its last digits.
    id: z.string().regex(/^\d{1,32}$/),
    create_time: z.int().min(0).max(END_OF_YEAR_9999_SECONDS),
    title: text,
    video_description: text,
    share_url: address,
    embed_link: address,
    cover_image_url: address,
    duration: int32,
    width: int32,
    height: int32,
    is_aigc: flag,
    view_count: counter,
    like_count: counter,
    comment_count: counter,
    share_count: counter,
  })
  .transform((wire): ListedVideo => ({
    id: wire.id,
    postedAt: new Date(wire.create_time * 1_000),
    title: wire.title,
    description: wire.video_description,
    shareUrl: wire.share_url,
    embedUrl: wire.embed_link,
    coverUrl: wire.cover_image_url,
    durationSeconds: wire.duration,
    width: wire.width,
    height: wire.height,
    isAiGenerated: wire.is_aigc,
    views: wire.view_count,
    likes: wire.like_count,
    comments: wire.comment_count,
    shares: wire.share_count,
  }));

export const VideoListWire = z
  .object({
    videos: z.array(VideoWire).max(20).nullish(),
    cursor: z.int().min(0).nullish(),
    has_more: z.boolean(),
  })
  .refine((wire) => !wire.has_more || typeof wire.cursor === 'number', 'has_more without a cursor')
  .transform((wire): VideoPage => ({
    videos: wire.videos ?? [],
    nextCursor: wire.has_more ? (wire.cursor ?? null) : null,
  }));

/** One sample of the documentation carries a cursor too; it means nothing here. */
export const VideoQueryWire = z
  .object({ videos: z.array(VideoWire).max(20).nullish() })
  .transform((wire): ListedVideo[] => wire.videos ?? []);

/** How each data endpoint is asked. Paths end in a slash, as documented. */
export const DATA_REQUESTS: Readonly<Record<TikTokEndpoint, { method: 'GET' | 'POST'; path: string }>> = {
  'user/info': { method: 'GET', path: '/v2/user/info/' },
  'video/list': { method: 'POST', path: '/v2/video/list/' },
  'video/query': { method: 'POST', path: '/v2/video/query/' },
};

export const OAUTH_PATHS = {
  'oauth/token': '/v2/oauth/token/',
  'oauth/revoke': '/v2/oauth/revoke/',
} as const;
