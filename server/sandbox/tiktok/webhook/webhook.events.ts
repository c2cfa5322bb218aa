import { createHmac, randomInt } from 'node:crypto';

/** Why an authorization ended, as TikTok numbers it; 0 is unknown, 2 a deleted account, 3 an age, 4 a ban. */
export const REMOVAL_REASON = {
  /** The person removed the app. */
  disconnected: 1,
  /** The app gave its tokens back. */
  developerRevoked: 5,
} as const;

/** Nineteen digits, which a double cannot hold. */
const bigId = (): string =>
  `756${String(randomInt(10 ** 8)).padStart(8, '0')}${String(randomInt(10 ** 8)).padStart(8, '0')}`;
const publication = (fields: string): string => `{"publish_id":"v_pub_file~v2-1.${bigId()}",${fields}}`;
const share = (): string => `{"share_id":"share.${bigId()}"}`;
/** TikTok does not say whether `post_id` is a string: here it is a number, the harder case. */
const post = (): string => publication(`"post_id":${bigId()},"publish_type":"DIRECT_PUBLISH"`);

/** The events that TikTok documents, and what each carries unless told otherwise: JSON that is sent as a string. */
export const EVENT_CONTENTS: Readonly<Record<string, () => string>> = {
  'authorization.removed': () => `{"reason":${REMOVAL_REASON.disconnected}}`,
  'video.upload.failed': share,
  'video.publish.completed': share,
  'post.publish.failed': () =>
    publication('"reason":"file_format_check_failed","publish_type":"DIRECT_PUBLISH"'),
  'post.publish.complete': () => publication('"publish_type":"DIRECT_PUBLISH"'),
  'post.publish.inbox_delivered': () => publication('"publish_type":"INBOX_SHARE"'),
  'post.publish.publicly_available': post,
  // TikTok spells it so.
  'post.publish.no_longer_publicaly_available': post,
  'portability.download.ready': () => `{"request_id":${bigId()}}`,
};

export interface WebhookEvent {
  event: string;
  clientKey: string;
  /** Unix seconds on TikTok's clock. */
  createTime: number;
  /** null: the event is about nobody, as `portability.download.ready` is. */
  openId: string | null;
  /** JSON, or whatever else is to stand in its place. */
  content: string;
}

/** The body of a delivery: `content` is JSON within JSON. */
export function toBody({ event, clientKey, createTime, openId, content }: WebhookEvent): string {
  return JSON.stringify({
    client_key: clientKey,
    event,
    create_time: createTime,
    ...(openId !== null && { user_openid: openId }),
    content,
  });
}

/** The header `TikTok-Signature`: `t` in Unix seconds, and HMAC-SHA256 of `<t>.<body>` with the client secret. */
export function signatureOf(secret: string, t: number, body: string): string {
  return `t=${t},s=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}
