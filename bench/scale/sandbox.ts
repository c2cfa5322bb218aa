import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Pool } from 'undici';

/**
 * `npm run bench:sandbox`: what the TikTok sandbox, in a process of its own, costs a simulation: 200 made-up creators
 * with 100 videos each, one with 10,000, and 60 days in fast-forward. `--days=5` makes them fewer.
 */

const DAYS = Number(/^--days=(\d+)$/.exec(process.argv[2] ?? '')?.[1] ?? 60);
const CREATORS = 200;
const APP = { client_key: 'sandbox_client_key', client_secret: 'sandbox_client_secret' };
const REDIRECT = 'http://127.0.0.1:3000/callback';
const COUNTERS = 'id,like_count,comment_count,share_count,view_count';
const VIDEO = `${COUNTERS},create_time,cover_image_url,share_url,video_description,duration,height,width,title`;
const PROFILE = 'open_id,follower_count,likes_count,video_count';

interface Tokens {
  access_token: string;
  refresh_token: string;
}

const folder = mkdtempSync(join(tmpdir(), 'sandbox-bench-'));
const child = spawn(process.execPath, ['server/sandbox/main.ts'], {
  env: { ...process.env, SANDBOX_PORT: '0', CREATORGRAPH_DATA_DIR: folder },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const url = await new Promise<string>((resolve) => {
  child.stdout.once('data', (text: Buffer) => {
    resolve(/http:\/\/\S+/.exec(text.toString())?.[0] ?? '');
  });
});
const pool = new Pool(url, { connections: 16 });

async function call(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  headers: Record<string, string> = {},
  body: string | null = null,
): Promise<{ location: string; text: string }> {
  const answer = await pool.request({ method, path, headers, body });
  const text = await answer.body.text();
  if (answer.statusCode >= 400) throw new Error(`${path} answered ${answer.statusCode}: ${text}`);
  return { location: String(answer.headers.location), text };
}

async function control<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T> {
  const { text } = await call(method, `/_sandbox/${path}`, {}, body ? JSON.stringify(body) : null);
  return JSON.parse(text) as T;
}

const form = (path: string, fields: Record<string, string>): Promise<{ location: string; text: string }> =>
  call(
    'POST',
    path,
    { 'content-type': 'application/x-www-form-urlencoded' },
    new URLSearchParams(fields).toString(),
  );
const headersOf = (tokens: Tokens | undefined): Record<string, string> => ({
  authorization: `Bearer ${tokens?.access_token ?? ''}`,
  'content-type': 'application/json',
});
const post = (path: string, tokens: Tokens | undefined, body: object): Promise<{ text: string }> =>
  call('POST', path, headersOf(tokens), JSON.stringify(body));
const info = (tokens: Tokens | undefined): Promise<{ text: string }> =>
  call('GET', `/v2/user/info/?fields=${PROFILE}`, headersOf(tokens));

async function connect(creator: string): Promise<Tokens> {
  const verifier = randomBytes(40).toString('base64url');
  const { location } = await form('/v2/auth/authorize/', {
    client_key: APP.client_key,
    response_type: 'code',
    requested_scope: 'user.info.basic,user.info.stats,video.list',
    scope: 'user.info.stats,video.list',
    redirect_uri: REDIRECT,
    state: 'state',
    code_challenge: createHash('sha256').update(verifier).digest('hex'),
    code_challenge_method: 'S256',
    creator,
    decision: 'allow',
  });
  const code = new URL(location).searchParams.get('code') ?? '';
  const grant = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: verifier };
  return JSON.parse((await form('/v2/oauth/token/', { ...APP, ...grant })).text) as Tokens;
}

async function refresh({ refresh_token }: Tokens): Promise<Tokens> {
  const { text } = await form('/v2/oauth/token/', { ...APP, grant_type: 'refresh_token', refresh_token });
  return JSON.parse(text) as Tokens;
}

/** Seconds of CPU that the sandbox has used; NaN where the system does not tell. */
function cpuSeconds(): number {
  try {
    const fields =
      readFileSync(`/proc/${String(child.pid)}/stat`, 'utf8')
        .split(') ')[1]
        ?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return NaN;
  }
}

async function measure(
  name: string,
  calls: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  const [start, cpu] = [performance.now(), cpuSeconds()];
  let next = 0;
  const workers = Array.from({ length: atOnce }, async () => {
    while (next < calls) await work(next++);
  });
  await Promise.all(workers);
  report(name, calls, (performance.now() - start) / 1000, cpuSeconds() - cpu);
}

function report(name: string, calls: number, seconds: number, cpu: number): void {
  const rate = Math.round(calls / seconds).toLocaleString('en');
  console.log(`${name}: ${rate} calls a second, ${((cpu / calls) * 1000).toFixed(2)} ms of CPU each`);
}

let now = Date.parse('2026-09-28T00:00:00Z');
async function moveClock(ms: number): Promise<void> {
  now += ms;
  await control('PUT', 'clock', { now: new Date(now).toISOString() });
}

try {
  await moveClock(0);
  await control('PUT', 'settings', {
    limits: { 'user/info': null, 'video/list': null, 'video/query': null },
  });
  const crowd = { count: CREATORS, videos: 100, postsPerWeek: 4 };
  const { creators } = await control<{ creators: { key: string }[] }>('POST', 'creators', crowd);
  const keys = creators.map(({ key }) => key);
  const tokens: Tokens[] = [];
  await measure('consent and exchange', CREATORS, 4, async (index) => {
    tokens[index] = await connect(keys[index] ?? '');
  });
  const listed = `/v2/video/list/?fields=${VIDEO}`;
  await measure('video/list, the first of each creator', CREATORS, 8, (index) =>
    post(listed, tokens[index], {}),
  );
  await measure('video/list, 20 videos with 13 fields', 10_000, 16, (index) =>
    post(listed, tokens[index % CREATORS], { max_count: 20 }),
  );
  const ids = await Promise.all(
    keys.map(async (key) => {
      const path = `creators/${key}/videos?limit=20`;
      return (await control<{ videos: { id: string }[] }>('GET', path)).videos.map(({ id }) => id);
    }),
  );
  const query = (index: number): Promise<unknown> =>
    post(`/v2/video/query/?fields=${COUNTERS}`, tokens[index], { filters: { video_ids: ids[index] } });
  await measure('video/query, 20 ids', 10_000, 16, (index) => query(index % CREATORS));
  await measure('user/info', 10_000, 16, (index) => info(tokens[index % CREATORS]));
  const renew = async (index: number): Promise<void> => {
    const held = tokens[index];
    if (held !== undefined) tokens[index] = await refresh(held);
  };
  await measure('refresh', 2_000, 1, (index) => renew(index % CREATORS));

  await control('POST', 'creators', { prefix: 'huge', videos: 10_000 });
  const huge = await connect('huge-0001');
  await measure('10,000 videos: the first user/info', 1, 1, () => info(huge));
  await measure('10,000 videos: user/info at a new instant', 200, 1, async () => {
    await moveClock(1_000);
    await info(huge);
  });
  let cursor: number | undefined;
  await measure('10,000 videos: a page of video/list', 500, 1, async () => {
    const { text } = await post(listed, huge, { max_count: 20, ...(cursor !== undefined && { cursor }) });
    ({ cursor } = (JSON.parse(text) as { data: { cursor: number } }).data);
  });

  const everybody = tokens.map((_, index) => index);
  const [start, cpu] = [performance.now(), cpuSeconds()];
  let calls = 0;
  const round = async (work: (index: number) => Promise<unknown>): Promise<void> => {
    await Promise.all(everybody.map(work));
    calls += CREATORS;
  };
  for (let hour = 0; hour < DAYS * 24; hour += 1) {
    await moveClock(3_600_000);
    if (hour % 2 === 1) await round(renew);
    await round(query);
    if (hour % 24 === 0) await round((index) => info(tokens[index]));
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(`${DAYS} days: ${calls.toLocaleString('en')} calls in ${seconds.toFixed(0)} s`);
  report('of them', calls, seconds, cpuSeconds() - cpu);
} finally {
  await pool.close();
  child.kill();
  rmSync(folder, { recursive: true, force: true });
}
