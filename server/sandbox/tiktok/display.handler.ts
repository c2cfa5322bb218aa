import { z } from 'zod';

import type { SandboxContext, Scope } from './context.ts';
import { USER_FIELDS, VIDEO_FIELDS, type UserSubject } from './display.fields.ts';
import type { Endpoint } from './faults.ts';
import type { ApiRequest } from './http.ts';
import { findGrantByAccessToken } from './oauth.handler.ts';
import type { Grant } from './state.store.ts';
import { accessTokenInvalid, DisplayError, rateLimitExceeded } from './wire.errors.ts';
import { countersAt } from './world/video.counters.ts';
import type { VideoPlan } from './world/video.plan.ts';
import type { ProfileCounters, SimulatedCreator } from './world/world.ts';

interface Caller {
  grant: Grant;
  creator: SimulatedCreator;
  /** The one instant of the whole answer, Unix milliseconds. */
  now: number;
}

/** `GET /v2/user/info/`: exactly the fields asked for. */
export function answerUserInfo(sandbox: SandboxContext, request: ApiRequest): object {
  const caller = admit(sandbox, request, 'user/info');
  const names = readFields(request, USER_FIELDS);
  let profile: ProfileCounters | undefined;
  const subject: UserSubject = {
    sandbox,
    creator: caller.creator,
    clientKey: caller.grant.clientKey,
    profile: () => (profile ??= caller.creator.profileAt(caller.now)),
  };
  const user: Record<string, unknown> = {};
  for (const name of names) {
    const field = USER_FIELDS[name];
    if (field === undefined) continue;
    assertScope(caller, field.scope);
    user[name] = field.read(subject);
  }
  return { user };
}

const listBody = z.object({
  cursor: z.int().nonnegative().optional(),
  max_count: z.int().min(1).max(20).default(10),
});

/**
 * `POST /v2/video/list/`: public videos, newest first, created before `cursor` (milliseconds; absent or 0: from
 * the newest).
 */
export function answerVideoList(sandbox: SandboxContext, request: ApiRequest): object {
  const caller = admit(sandbox, request, 'video/list');
  assertScope(caller, 'video.list');
  const names = readFields(request, VIDEO_FIELDS);
  const { cursor, max_count: maxCount } = readJson(request, listBody);
  const before = cursor === undefined || cursor === 0 ? Infinity : cursor;
  const older = caller.creator.videosAt(caller.now).filter((video) => video.createdAt * 1000 < before);
  const page = older.slice(0, maxCount);
  const last = page.at(-1);
  return {
    videos: page.map((video) => toVideo(sandbox, caller, video, names)),
    cursor: last === undefined ? (cursor ?? 0) : last.createdAt * 1000,
    has_more: older.length > page.length,
  };
}

const queryBody = z.object({ filters: z.object({ video_ids: z.array(z.string()).min(1).max(20) }) });

/** `POST /v2/video/query/`: foreign, deleted and unknown ids are missing from the answer. */
export function answerVideoQuery(sandbox: SandboxContext, request: ApiRequest): object {
  const caller = admit(sandbox, request, 'video/query');
  assertScope(caller, 'video.list');
  const names = readFields(request, VIDEO_FIELDS);
  const { filters } = readJson(request, queryBody);
  const videos = [...new Set(filters.video_ids)]
    .map((id) => caller.creator.videoAt(id, caller.now))
    .filter((video) => video !== undefined);
  return { videos: videos.map((video) => toVideo(sandbox, caller, video, names)) };
}

function toVideo(sandbox: SandboxContext, caller: Caller, video: VideoPlan, names: string[]): object {
  const counters = countersAt(video, caller.now / 1000);
  const subject = { sandbox, creator: caller.creator, video, counters };
  return Object.fromEntries(names.map((name) => [name, VIDEO_FIELDS[name]?.(subject)]));
}

/** The token comes first, then the limit, which TikTok counts by app and endpoint (assumed: not documented). */
function admit(sandbox: SandboxContext, request: ApiRequest, endpoint: Endpoint): Caller {
  const token = /^Bearer (\S+)$/i.exec(request.authorization ?? '')?.[1];
  const grant = token === undefined ? undefined : findGrantByAccessToken(sandbox, token);
  const creator = grant && sandbox.world.creator(grant.creator);
  if (grant === undefined || creator === undefined) throw accessTokenInvalid();
  const now = sandbox.clock.now().getTime();
  if (!sandbox.limits.take(`${grant.clientKey} ${endpoint}`, now)) throw rateLimitExceeded();
  return { grant, creator, now };
}

function assertScope(caller: Caller, scope: Scope): void {
  if (caller.grant.scopes.includes(scope)) return;
  throw new DisplayError('scope_not_authorized', `The user did not authorize the scope required: ${scope}.`);
}

function readFields(request: ApiRequest, known: Readonly<Record<string, unknown>>): string[] {
  const names = (request.query.get('fields') ?? '').split(',').filter((name) => name !== '');
  if (names.length === 0) throw new DisplayError('invalid_params', 'Fields is required.');
  const unknown = names.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) throw new DisplayError('invalid_params', `Invalid fields: ${unknown.join(', ')}.`);
  return [...new Set(names)];
}

function readJson<T>(request: ApiRequest, schema: z.ZodType<T>): T {
  if (request.body !== '' && request.mediaType !== 'application/json') {
    throw new DisplayError('invalid_params', 'Content-Type must be application/json.');
  }
  let value: unknown;
  try {
    value = request.body === '' ? {} : JSON.parse(request.body);
  } catch {
    throw new DisplayError('invalid_params', 'The request body is not valid JSON.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DisplayError(
    'invalid_params',
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is invalid'}`,
  );
}
