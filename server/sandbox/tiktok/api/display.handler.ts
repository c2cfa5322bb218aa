import { z } from 'zod';

import type { Caller } from './caller.ts';
import type { SandboxContext, Scope } from '../context.ts';
import { USER_FIELDS, VIDEO_FIELDS, type UserSubject } from './display.fields.ts';
import type { ApiRequest } from '../http.ts';
import type { Settings } from '../settings.ts';
import type { Grant } from '../state/state.store.ts';
import { accessTokenInvalid, displayError } from './wire.errors.ts';
import type { ProfileCounters, SimulatedCreator } from '../world/creator.ts';
import { countersAt } from '../world/video.counters.ts';
import type { VideoPlan } from '../world/video.plan.ts';

interface Person {
  grant: Grant;
  creator: SimulatedCreator;
  /** The one instant of the whole answer, Unix milliseconds. Counters move once a second. */
  now: number;
}

/** `GET /v2/user/info/`: exactly the fields asked for. */
export function answerUserInfo(sandbox: SandboxContext, request: ApiRequest, caller: Caller): object {
  const person = admit(sandbox, caller);
  const names = readFields(request, USER_FIELDS);
  let profile: ProfileCounters | undefined;
  const subject: UserSubject = {
    sandbox,
    creator: person.creator,
    clientKey: person.grant.clientKey,
    profile: () => (profile ??= person.creator.profileAt(person.now)),
  };
  const user: Record<string, unknown> = {};
  for (const name of names) {
    const field = USER_FIELDS[name];
    if (field === undefined) continue;
    assertScope(person, field.scope, sandbox.settings.ungrantedFieldError);
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
export function answerVideoList(sandbox: SandboxContext, request: ApiRequest, caller: Caller): object {
  const person = admit(sandbox, caller);
  assertScope(person, 'video.list');
  const names = readFields(request, VIDEO_FIELDS);
  const { cursor, max_count: maxCount } = readJson(request, listBody);
  const before = cursor === undefined || cursor === 0 ? Infinity : cursor;
  const { videos, hasMore } = person.creator.pageAt(person.now, before, maxCount);
  const last = videos.at(-1);
  return {
    videos: videos.map((video) => toVideo(sandbox, person, video, names)),
    cursor: last === undefined ? (cursor ?? 0) : last.createdAt * 1000,
    has_more: hasMore,
  };
}

const queryBody = z.object({ filters: z.object({ video_ids: z.array(z.string()).min(1).max(20) }) });

/** `POST /v2/video/query/`: foreign, deleted and unknown ids are missing from the answer. */
export function answerVideoQuery(sandbox: SandboxContext, request: ApiRequest, caller: Caller): object {
  const person = admit(sandbox, caller);
  assertScope(person, 'video.list');
  const names = readFields(request, VIDEO_FIELDS);
  const { filters } = readJson(request, queryBody);
  const videos = [...new Set(filters.video_ids)]
    .map((id) => person.creator.videoAt(id, person.now))
    .filter((video) => video !== undefined);
  return { videos: videos.map((video) => toVideo(sandbox, person, video, names)) };
}

function toVideo(sandbox: SandboxContext, person: Person, video: VideoPlan, names: string[]): object {
  const counters = countersAt(video, person.now / 1000);
  const subject = { sandbox, creator: person.creator, video, counters };
  return Object.fromEntries(names.map((name) => [name, VIDEO_FIELDS[name]?.(subject)]));
}

function admit(sandbox: SandboxContext, { grant, alive }: Caller): Person {
  const creator = grant === null ? undefined : sandbox.world.creator(grant.creator);
  if (grant === null || !alive || creator === undefined) throw accessTokenInvalid();
  return { grant, creator, now: Math.floor(sandbox.now() / 1000) * 1000 };
}

function assertScope(
  person: Person,
  scope: Scope,
  code: Settings['ungrantedFieldError'] = 'scope_not_authorized',
): void {
  if (person.grant.scopes.includes(scope)) return;
  throw displayError(code, `The user did not authorize the scope required: ${scope}.`);
}

function readFields(request: ApiRequest, known: Readonly<Record<string, unknown>>): string[] {
  const names = (request.query.get('fields') ?? '').split(',').filter((name) => name !== '');
  if (names.length === 0) throw displayError('invalid_params', 'Fields is required.');
  const unknown = names.filter((name) => !Object.hasOwn(known, name));
  if (unknown.length > 0) throw displayError('invalid_params', `Invalid fields: ${unknown.join(', ')}.`);
  return [...new Set(names)];
}

export function readJson<T>(request: ApiRequest, schema: z.ZodType<T>): T {
  if (request.body !== '' && request.mediaType !== 'application/json') {
    throw displayError('invalid_params', 'Content-Type must be application/json.');
  }
  let value: unknown;
  try {
    value = request.body === '' ? {} : JSON.parse(request.body);
  } catch {
    throw displayError('invalid_params', 'The request body is not valid JSON.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw displayError('invalid_params', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is invalid'}`);
}
