import { setMaxListeners } from 'node:events';

import type { Settings } from '../settings.ts';
import { signatureOf, toBody, type WebhookEvent } from './webhook.events.ts';
import { createPost } from './webhook.post.ts';

/** How events are delivered. */
export interface WebhookManner {
  /** How often each event comes, though it was answered with 200. */
  copies: number;
  /** Each event waits until the next one was delivered, or for the first retry's wait. */
  outOfOrder: boolean;
  signature: 'good' | 'bad' | 'missing';
  /** By how much the signature's `t` is older than the delivery. */
  ageSeconds: number;
}

/** One attempt to deliver an event. */
export interface WebhookAttempt {
  sequence: number;
  /** The same for all attempts and copies of one event. */
  eventId: number;
  event: string;
  openId: string | null;
  /** 1 for the first of this copy. */
  attempt: number;
  copy: number;
  url: string;
  /** The sandbox's clock when it began, Unix milliseconds. */
  at: number;
  realAt: number;
  /** What the callback answered; null where nothing came, and `error` says why. */
  status: number | null;
  error: string | null;
  outcome: 'delivered' | 'retrying' | 'dropped';
  body: string;
  signature: string | null;
}

export interface Webhook {
  readonly url: string | null;
  readonly manner: Readonly<WebhookManner>;
  /** One callback for the app; null for none: then events are not sent. */
  register(url: string | null, manner: WebhookManner): void;
  /** Resolves when the first attempt of every copy is over. Never rejects. `manner` unset: the registered one. */
  send(event: WebhookEvent, manner?: WebhookManner): Promise<void>;
  /** Attempts after `after`, oldest first, and how many deliveries are still to be made. */
  read(after: number): { attempts: WebhookAttempt[]; pending: number };
  /** Forgets the attempts, and gives up what is pending. */
  clear(): void;
}

/** TikTok gives up after 72 hours; from one minute on, doubling, these take 68. */
const MOST_ATTEMPTS = 13;
const MOST_KEPT = 20_000;

interface Delivery {
  id: number;
  event: WebhookEvent;
  url: string;
  manner: WebhookManner;
  copy: number;
  /** Aborted where everything was given up. */
  signal: AbortSignal;
}

/** TikTok's end of the webhook: at least once, in no promised order, with retries until it is answered with 200. */
export function createWebhook(options: {
  settings: Settings;
  /** With which events are signed. */
  clientSecret: string;
  clock: { now(): Date };
  /** TikTok's clock, Unix milliseconds. */
  now(): number;
}): Webhook {
  const { settings, clientSecret, clock } = options;
  const post = createPost();
  let url: string | null = null;
  let manner: WebhookManner = { copies: 1, outOfOrder: false, signature: 'good', ageSeconds: 0 };
  let attempts: WebhookAttempt[] = [];
  let sequence = 0;
  let events = 0;
  let pending = 0;
  /** Lets the event go that waits to be overtaken. */
  let release: (() => void) | undefined;
  let stop = createStop();

  /** True where nothing more is to be tried. */
  async function attempt(delivery: Delivery, number: number): Promise<boolean> {
    const { id, event, url: to, manner: how, copy, signal } = delivery;
    const body = toBody(event);
    const secret = how.signature === 'bad' ? `not ${clientSecret}` : clientSecret;
    const t = Math.floor(options.now() / 1000) - how.ageSeconds;
    const signature = how.signature === 'missing' ? null : signatureOf(secret, t, body);
    const began = { at: clock.now().getTime(), realAt: Date.now() };
    const { status, error } = await post(to, body, signature, signal);
    if (signal.aborted) return true;
    const failed = number < MOST_ATTEMPTS ? 'retrying' : 'dropped';
    const outcome = status === 200 ? 'delivered' : failed;
    const about = { eventId: id, event: event.event, openId: event.openId, attempt: number, copy, url: to };
    sequence += 1;
    attempts.push({ sequence, ...about, ...began, status, error, outcome, body, signature });
    if (attempts.length > MOST_KEPT) attempts = attempts.slice(-MOST_KEPT / 2);
    if (outcome !== 'retrying') pending -= 1;
    return outcome !== 'retrying';
  }

  async function retry(delivery: Delivery): Promise<void> {
    let isOver = false;
    for (let number = 2; !isOver; number += 1) {
      await pause(settings.webhookRetrySeconds * 1000 * 2 ** (number - 2), delivery.signal);
      isOver = delivery.signal.aborted || (await attempt(delivery, number));
    }
  }

  /** Every second event waits until another one has overtaken it. */
  async function holdBack(signal: AbortSignal): Promise<void> {
    if (release !== undefined) return;
    const overtaken = new Promise<void>((resolve) => {
      release = resolve;
    });
    await Promise.race([overtaken, pause(settings.webhookRetrySeconds * 1000, signal)]);
    release = undefined;
  }

  return {
    get url() {
      return url;
    },
    get manner() {
      return manner;
    },
    register(to, how) {
      url = to;
      manner = how;
    },
    async send(event, how = manner) {
      if (url === null) return;
      const [to, { signal }] = [url, stop];
      events += 1;
      const id = events;
      pending += how.copies;
      if (how.outOfOrder) await holdBack(signal);
      if (signal.aborted) return;
      const firsts = Array.from({ length: how.copies }, async (_, index) => {
        const delivery = { id, event, url: to, manner: how, copy: index + 1, signal };
        if (!(await attempt(delivery, 1))) void retry(delivery);
      });
      await Promise.all(firsts);
      release?.();
    },
    read: (after) => ({ attempts: attempts.filter((known) => known.sequence > after), pending }),
    clear() {
      stop.abort();
      stop = createStop();
      attempts = [];
      pending = 0;
    },
  };
}

/** Any number of deliveries may listen to it. */
function createStop(): AbortController {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  return stop;
}

/** Until `ms` are over or `signal` aborts; keeps no process alive. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms).unref();
    signal.addEventListener('abort', end);
  });
}
