import { ReplyError } from 'ioredis';
import type { CallRecord } from '../data/call-record.ts';
import {
  type CallLimits,
  type CallQuota,
  type QuotaUsage,
  rulesOf,
  type SlotDecision,
} from '../lib/call-quota.ts';
import type { Clock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import { newId } from '../lib/ids.ts';
import type { Log } from '../lib/log.ts';
import { BEGIN, EXHAUSTED, RELEASE, TAKE, USAGE } from './redis-call-scripts.ts';
import { REDIS_PREFIX, redisConnection } from './redis-connection.ts';
import { type Script, toScript } from './redis-script.ts';

export interface RedisCallQuotaOptions {
  /** Whether calls were granted before the counters were lost, or by another keeper. */
  record: CallRecord;
  clock: Clock;
  limits: CallLimits;
  /** Whose calls are counted together, such as `tiktok:<client key>`. */
  owner: string;
  log: Log;
  /** Put before keys. @default 'creatorgraph:' */
  prefix?: string;
  /** A Redis that takes longer counts as away. @default 2_000 */
  commandTimeoutMs?: number;
}

/** When to ask again while nobody can count. */
const RETRY_WHILE_AWAY_MS = 1_000;
/** Beginning to count, and once more where the counters are lost at that very moment. */
const ATTEMPTS = 3;

/** Redis is away or unable to serve, so nobody can tell whether there is a place. */
class CountersAway extends Error {
  override readonly name = 'CountersAway';
}

/**
 * A quota that is counted in Redis: one script to take a slot, one to let go of it. While Redis is away no call is
 * granted. Where its counters are lost although calls were granted before, the window counts as full until all of them
 * have left it.
 *
 * @throws when Redis does not answer at first.
 */
export async function createRedisCallQuota(
  url: string,
  {
    record,
    clock,
    limits,
    owner,
    log,
    prefix = REDIS_PREFIX,
    commandTimeoutMs = 2_000,
  }: RedisCallQuotaOptions,
): Promise<CallQuota & { close(): Promise<void> }> {
  const redis = redisConnection(url, log, { commandTimeout: commandTimeoutMs });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  /** Of which the record names this keeper, or will as soon as these are done. */
  const claims = new Map<string, Promise<void>>();
  const beginnings = new Map<string, Promise<void>>();
  const keyOf = (resource: string): string => `${owner}:${resource}`;
  const inMs = (ms: number): Date => new Date(clock.now().getTime() + ms);

  /** Runs a script on the counters of a resource at this moment. */
  async function run(script: Script, resource: string, ...rest: (string | number)[]): Promise<unknown> {
    // In braces, so that a cluster keeps both on one node.
    const base = `${prefix}calls:{${keyOf(resource)}}:`;
    const stands = clock.standsAt();
    const moment = stands === null ? '' : stands.getTime() * 1_000;
    try {
      return await script(redis, [`${base}slots`, `${base}waiting`], [moment, ...rest]);
    } catch (error) {
      // What is left is a bug in a script.
      if (error instanceof ReplyError && !UNABLE.test(messageOf(error))) throw error;
      throw new CountersAway('Redis cannot count calls now', { cause: error });
    }
  }

  /** Runs a script that wants the counters to be there, and begins to count where they are not. */
  async function runCounted<Result extends string>(
    script: Script,
    resource: string,
    ...rest: (string | number)[]
  ): Promise<[Result, ...number[]]> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      await once(claims, resource, claim);
      const answer = (await run(script, resource, ...rest)) as [Result | 'LOST', ...number[]];
      if (answer[0] !== 'LOST') return answer as [Result, ...number[]];
      await once(beginnings, resource, begin);
      beginnings.delete(resource);
    }
    throw new CountersAway('The counters of calls are lost again and again');
  }

  async function claim(resource: string): Promise<void> {
    const history = await record.claim(keyOf(resource));
    if (history === 'ELSEWHERE') await beginClosed(resource, 'Calls were counted elsewhere until now', true);
    if (history === 'NONE') await run(begins, resource, 0, '0');
  }

  async function begin(resource: string): Promise<void> {
    const history = await record.claim(keyOf(resource));
    // The node that began is about to make them; should it have died there, we shall know in some seconds.
    if (history === 'JUST_BEGUN') throw new CountersAway('The counters of calls are being made');
    if (history === 'NONE') await run(begins, resource, 0, '0');
    else await beginClosed(resource, 'The counters of calls are lost', false);
  }

  /** Calls that nobody knows of may still be under way, and count for a window from their answer. */
  async function beginClosed(resource: string, why: string, isAlways: boolean): Promise<void> {
    const { windowMs, leaseMs } = rulesOf(limits, resource);
    const closedMs = leaseMs + windowMs;
    await run(begins, resource, closedMs * 1_000, isAlways ? '1' : '0');
    log.warn({ resource, closedSeconds: closedMs / 1_000 }, `${why}: none is granted for a while`);
  }

  return {
    async take(resource, urgency): Promise<SlotDecision> {
      const { limit, reserve, windowMs, leaseMs, patienceMs } = rulesOf(limits, resource);
      const id = newId();
      const spans = [windowMs, leaseMs, patienceMs].map((ms) => ms * 1_000);
      try {
        const [result, waitUs = 0] = await runCounted<'TAKEN' | 'REFUSED'>(
          takes,
          resource,
          urgency === 'USER' ? '1' : '0',
          limit,
          reserve,
          ...spans,
          id,
        );
        if (result === 'REFUSED') return { slot: null, retryAt: inMs(Math.ceil(waitUs / 1_000)) };
      } catch (error) {
        if (!(error instanceof CountersAway)) throw error;
        return { slot: null, retryAt: inMs(RETRY_WHILE_AWAY_MS) };
      }
      let isReleased = false;
      const release = async (): Promise<void> => {
        if (isReleased) return;
        isReleased = true;
        // While Redis is away the slot is held for its lease.
        await unlessAway(run(releases, resource, windowMs * 1_000, id));
      };
      return { slot: { release }, retryAt: null };
    },

    async exhausted(resource) {
      await unlessAway(run(exhausts, resource, rulesOf(limits, resource).windowMs * 1_000));
    },

    usage: (resources) =>
      Promise.all(
        resources.map(async (resource): Promise<QuotaUsage> => {
          const { limit, windowMs, reserve } = rulesOf(limits, resource);
          const [, remaining = 0, waitUs = 0] = await runCounted<'KEPT'>(
            reads,
            resource,
            limit,
            windowMs * 1_000,
          );
          const nextFreeAt = remaining > 0 ? null : inMs(Math.ceil(waitUs / 1_000));
          return { resource, limit, windowSeconds: windowMs / 1_000, remaining, reserve, nextFreeAt };
        }),
      ),

    close() {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

const [takes, releases, exhausts, begins, reads] = [TAKE, RELEASE, EXHAUSTED, BEGIN, USAGE].map(toScript) as [
  Script,
  Script,
  Script,
  Script,
  Script,
];

/** Answers of a Redis that is there but cannot serve now: starting, a replica, cut off, overloaded or full. */
const UNABLE = /\b(?:LOADING|READONLY|MASTERDOWN|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|BUSY|OOM|MISCONF)\b/;

/** Does for all who ask at once what one has begun; forgotten where it fails. */
function once(
  running: Map<string, Promise<void>>,
  resource: string,
  work: (resource: string) => Promise<void>,
): Promise<void> {
  const known = running.get(resource);
  if (known !== undefined) return known;
  const begun = work(resource).catch((error: unknown) => {
    running.delete(resource);
    throw error;
  });
  running.set(resource, begun);
  return begun;
}

async function unlessAway(command: Promise<unknown>): Promise<void> {
  try {
    await command;
  } catch (error) {
    if (!(error instanceof CountersAway)) throw error;
  }
}
