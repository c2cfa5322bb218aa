import { avatarPath, coverPath } from '../images/cdn.handler.ts';
import { SANDBOX_CLIENT_KEY, type SandboxContext, type Scope } from '../context.ts';
import { signedUrl } from '../images/signed.url.ts';
import type { ProfileCounters, SimulatedCreator } from '../world/creator.ts';
import type { VideoCounters } from '../world/video.counters.ts';
import type { VideoPlan } from '../world/video.plan.ts';

/** TikTok cuts captions at 150 characters, and with them the hashtags at their end. */
const CAPTION_LIMIT = 150;

export interface UserSubject {
  sandbox: SandboxContext;
  creator: SimulatedCreator;
  clientKey: string;
  /** Counted only where a field needs it. */
  profile(): ProfileCounters;
}

interface UserField {
  scope: Scope;
  read(subject: UserSubject): unknown;
}

const avatar =
  (size: 100 | 168 | 720) =>
  ({ sandbox, creator }: UserSubject): string =>
    signedUrl(sandbox, avatarPath(sandbox, creator.persona.key, size));

export const USER_FIELDS: Readonly<Record<string, UserField>> = {
  open_id: {
    scope: 'user.info.basic',
    read: ({ sandbox, creator, clientKey }) => sandbox.world.openId(clientKey, creator.persona.key),
  },
  union_id: {
    scope: 'user.info.basic',
    read: ({ sandbox, creator }) => sandbox.world.unionId(creator.persona.key),
  },
  avatar_url: { scope: 'user.info.basic', read: avatar(168) },
  avatar_url_100: { scope: 'user.info.basic', read: avatar(100) },
  avatar_large_url: { scope: 'user.info.basic', read: avatar(720) },
  display_name: { scope: 'user.info.basic', read: ({ creator }) => creator.persona.displayName },
  bio_description: { scope: 'user.info.profile', read: ({ creator }) => creator.persona.bio },
  profile_deep_link: {
    scope: 'user.info.profile',
    read: ({ sandbox, creator }) => `${sandbox.url}/@${creator.persona.username}`,
  },
  is_verified: { scope: 'user.info.profile', read: ({ creator }) => creator.persona.verified },
  username: { scope: 'user.info.profile', read: ({ creator }) => creator.persona.username },
  follower_count: { scope: 'user.info.stats', read: (subject) => subject.profile().followers },
  following_count: { scope: 'user.info.stats', read: (subject) => subject.profile().following },
  likes_count: { scope: 'user.info.stats', read: (subject) => subject.profile().likes },
  video_count: { scope: 'user.info.stats', read: (subject) => subject.profile().videos },
};

export interface VideoSubject {
  sandbox: SandboxContext;
  creator: SimulatedCreator;
  video: VideoPlan;
  counters: VideoCounters;
}

function caption({ video: { caption: whole } }: VideoSubject): string {
  return whole.length <= CAPTION_LIMIT ? whole : Array.from(whole).slice(0, CAPTION_LIMIT).join('');
}

export const VIDEO_FIELDS: Readonly<Record<string, (subject: VideoSubject) => unknown>> = {
  id: ({ video }) => video.id,
  create_time: ({ video }) => video.createdAt,
  cover_image_url: ({ sandbox, creator, video }) =>
    signedUrl(sandbox, coverPath(sandbox, creator.persona.key, video)),
  share_url: (subject) =>
    `${videoUrl(subject)}?utm_campaign=tt4d_open_api&utm_source=${encodeURIComponent(SANDBOX_CLIENT_KEY)}`,
  video_description: caption,
  title: caption,
  duration: ({ video }) => video.durationSeconds,
  height: ({ video }) => video.height,
  width: ({ video }) => video.width,
  embed_html: (subject) =>
    `<blockquote class="tiktok-embed" cite="${videoUrl(subject)}" data-video-id="${subject.video.id}"><section></section></blockquote>`,
  embed_link: ({ sandbox, video }) => `${sandbox.url}/player/v1/${video.id}`,
  like_count: ({ counters }) => counters.likes,
  comment_count: ({ counters }) => counters.comments,
  share_count: ({ counters }) => counters.shares,
  view_count: ({ counters }) => counters.views,
  is_aigc: ({ video }) => video.isAigc,
};

function videoUrl({ sandbox, creator, video }: VideoSubject): string {
  return `${sandbox.url}/@${creator.persona.username}/video/${video.id}`;
}
