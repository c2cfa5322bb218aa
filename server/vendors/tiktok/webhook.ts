import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../../lib/big-integers.ts';
import { TikTokError } from './port.ts';
import type { TikTokWebhook } from './port.ts';

/** A signature is good for so long, in seconds: TikTok leaves it to the receiver, and clocks differ by minutes. */
const TOLERANCE_SECONDS = 300;
const END_OF_YEAR_9999_SECONDS = 253_402_300_799;

const SIGNATURE = /^t=(?<t>\d{1,12}),s=(?<s>[0-9a-f]{64})$/i;

/** TikTok's events as documented at developers.tiktok.com/doc/webhooks-overview (read November 2026). */
const WebhookWire = z.object({
  client_key: z.string().max(200),
  event: z.string().min(1).max(200),
  create_time: z.int().min(0).max(END_OF_YEAR_9999_SECONDS).nullish().catch(null),
  user_openid: z.string().min(1).max(255).nullish().catch(null),
  content: z.unknown(),
});

/**
 * Whether TikTok signed these bytes with the app's secret, lately: `s` is the hex of HMAC-SHA256 over `t`, a full stop and
 * the raw body (developers.tiktok.com/doc/webhooks-verification). Compared in constant time.
 */
export function isSigned(
  clientSecret: string,
  body: Uint8Array,
  signature: string | undefined,
  now: Date,
): boolean {
  const { t, s } = SIGNATURE.exec(signature?.replaceAll(' ', '') ?? '')?.groups ?? {};
  if (t === undefined || s === undefined) return false;
  const expected = createHmac('sha256', clientSecret).update(`${t}.`).update(body).digest();
  const isAuthentic = timingSafeEqual(expected, Buffer.from(s, 'hex'));
  return isAuthentic && Math.abs(now.getTime() / 1_000 - Number(t)) <= TOLERANCE_SECONDS;
}

/** @throws TikTokError when the body is none of TikTok's events. */
export function parseWebhook(body: Uint8Array): TikTokWebhook {
  const wire = WebhookWire.safeParse(readJson(body));
  if (!wire.success) {
    const where = wire.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new TikTokError(`TikTok's webhook could not be understood at: ${where}.`, {
      code: 'TIKTOK_UNAVAILABLE',
      problem: 'ANSWER_INVALID',
    });
  }
  const { client_key: clientKey, event, create_time: createTime, user_openid: openId, content } = wire.data;
  return {
    clientKey,
    event,
    occurredAt: createTime == null ? null : new Date(createTime * 1_000),
    openId: openId ?? null,
    content: storable(typeof content === 'string' ? content : JSON.stringify(content ?? null)),
  };
}

function readJson(body: Uint8Array): unknown {
  try {
    return parseJson(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** NUL and lone surrogates are text that no database stores. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}
