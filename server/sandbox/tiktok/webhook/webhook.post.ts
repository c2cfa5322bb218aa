const ANSWER_TIMEOUT_MS = 10_000;
/** A storm of events comes through so many connections. */
const CONNECTIONS = 64;

export interface PostResult {
  /** null where no answer came; then `error` says why. */
  status: number | null;
  error: string | null;
}

export type Post = (
  url: string,
  body: string,
  signature: string | null,
  signal: AbortSignal,
) => Promise<PostResult>;

/** Posts JSON to callbacks, so many at a time. A redirect is not followed. Never rejects. */
export function createPost(): Post {
  let free = CONNECTIONS;
  const waiting: (() => void)[] = [];

  async function post(
    url: string,
    body: string,
    signature: string | null,
    signal: AbortSignal,
  ): Promise<PostResult> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'TikTok-sandbox',
          ...(signature !== null && { 'tiktok-signature': signature }),
        },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
      });
      await response.body?.cancel();
      return { status: response.status, error: null };
    } catch (error) {
      const { message, cause } = error as Error;
      return { status: null, error: cause instanceof Error ? `${message}: ${cause.message}` : message };
    }
  }

  return async (url, body, signature, signal) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await post(url, body, signature, signal);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
