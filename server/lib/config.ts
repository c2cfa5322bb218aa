import { join } from 'node:path';
import { z } from 'zod';
import { addressList } from './address-list.ts';
import type { RateLimits } from './rate-limit.ts';
import { StartError } from './start-error.ts';
import { areTokenKeys } from './token-cipher.ts';

/** A variable that is set to nothing counts as unset: `.env` files are full of them. */
const text = z.string().trim().min(1);
const port = z.coerce
  .number({ error: 'must be a port, 0–65535' })
  .int()
  .min(0)
  .max(65_535, 'must be a port, 0–65535');
const url = z.url({ protocol: /^https?$/ });
const perMinute = z.coerce
  .number({ error: 'must be a number a minute, 1–1000000000' })
  .int()
  .min(1)
  .max(1_000_000_000, 'must be a number a minute, 1–1000000000');
/** Separated by commas. */
const list = z.string().transform((entries) =>
  entries
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean),
);
const SCHEMES_OF_POSTGRES = /^postgres(ql)?$/;

const Environment = z.object({
  CREATORGRAPH_ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  PORT: port.default(3000),
  HOST: text.default('127.0.0.1'),
  CREATORGRAPH_PUBLIC_URL: url.optional(),
  CREATORGRAPH_DATA_DIR: text.default('.data'),
  CREATORGRAPH_DEMO_API_KEY: z
    .string()
    .regex(/^cg_[A-Za-z0-9_-]{24,200}$/, 'must be cg_ followed by 24–200 letters, digits, - or _')
    .optional(),
  CREATORGRAPH_ENCRYPTION_KEYS: text
    .refine(areTokenKeys, 'must be kid:key,… with base64url keys of 32 bytes')
    .optional(),
  CREATORGRAPH_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  DATABASE_URL: z.url({ protocol: SCHEMES_OF_POSTGRES, error: 'must be a postgresql:// URL' }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' }).optional(),
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be 3–63 lower-case letters, digits, dots or hyphens')
    .optional(),
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }).optional(),
  S3_REGION: text.optional(),
  S3_ACCESS_KEY_ID: text.optional(),
  S3_SECRET_ACCESS_KEY: text.optional(),
  S3_FORCE_PATH_STYLE: z.enum(['true', 'false']).optional(),
  SANDBOX_PORT: port.default(4010),
  TIKTOK_CLIENT_KEY: text.optional(),
  TIKTOK_CLIENT_SECRET: text.optional(),
  TIKTOK_REDIRECT_URI: url.optional(),
  TIKTOK_APP_TYPE: z.enum(['desktop', 'web']).optional(),
  TIKTOK_AUTH_URL: url.optional(),
  TIKTOK_API_URL: url.optional(),
  TIKTOK_CALLS_PER_MINUTE: z.coerce
    .number({ error: 'must be a number of calls, 1–1000000' })
    .int()
    .min(1)
    .max(1_000_000, 'must be a number of calls, 1–1000000')
    .default(600),
  CREATORGRAPH_RATE_LIMIT_REQUESTS: perMinute.default(3_000),
  CREATORGRAPH_RATE_LIMIT_COST: perMinute.default(1_000_000),
  CREATORGRAPH_STRANGER_RATE_LIMIT_REQUESTS: perMinute.default(300),
  CREATORGRAPH_STRANGER_RATE_LIMIT_COST: perMinute.default(30_000),
  CREATORGRAPH_TRUSTED_PROXIES: list
    .refine(areAddresses, 'must be addresses or networks, such as 10.0.0.0/8')
    .default([]),
  CREATORGRAPH_REMOVAL_GRACE_DAYS: z.coerce
    .number({ error: 'must be a number of days, 0–3650' })
    .int()
    .min(0)
    .max(3_650, 'must be a number of days, 0–3650')
    .default(30),
  CREATORGRAPH_ALLOWED_ORIGINS: list
    .refine((origins) => origins.every(isOrigin), 'must be origins, such as https://app.example.com')
    .default([]),
  CREATORGRAPH_TRUSTED_DOCUMENTS_ONLY: z.enum(['true', 'false']).default('false'),
  CREATORGRAPH_METRICS_TOKEN: z.string().trim().min(16, 'must have 16 characters or more').optional(),
  CREATORGRAPH_SIGN_UP: z.enum(['open', 'invitation']).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// URL' }).optional(),
  CREATORGRAPH_MAIL_FROM: z
    .string()
    .trim()
    .regex(/^([^<>\r\n]*<)?[^<>@\s]+@[^<>@\s]+>?$/, 'must be an address, or a name and an <address>')
    .optional(),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: url.optional(),
  OPENAI_MODEL: text.default('gpt-5-mini'),
});

export type ServerMode = 'SANDBOX' | 'LIVE';

export interface TikTokConfig {
  clientKey: string;
  clientSecret: string;
  redirectUri: string;
  /** desktop apps must use PKCE with a hex challenge; web apps use none. */
  appType: 'desktop' | 'web';
  /** The authorize page, with its trailing slash. */
  authUrl: string;
  /** Origin of the API, without a trailing slash. */
  apiUrl: string;
  /** That TikTok grants the app at each data endpoint; TikTok raises it on request. */
  callsPerMinute: number;
}

/** Where stored files are: a folder of this machine, or a bucket. */
export type FilesConfig =
  | { kind: 'folder'; folder: string }
  | {
      kind: 's3';
      bucket: string;
      /** Null: Amazon's own, by region. */
      endpoint: string | null;
      region: string;
      /** Null: what the AWS SDK finds by itself, such as the role of the machine. */
      credentials: { accessKeyId: string; secretAccessKey: string } | null;
      /** The bucket as the first part of the path rather than of the host name. */
      forcePathStyle: boolean;
    };

/** Everything that is configured, checked and with defaults filled in. */
export interface Config {
  role: 'all' | 'api' | 'worker';
  host: string;
  port: number;
  /** Base of every absolute link, without a trailing slash. */
  publicUrl: string;
  dataDir: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  databaseUrl: string | null;
  redisUrl: string | null;
  files: FilesConfig;
  /** Null: a key is kept in the data folder. */
  encryptionKeys: string | null;
  mode: ServerMode;
  /** Whether TikTok is the sandbox on this machine, which the server starts or joins. */
  usesLocalSandbox: boolean;
  sandboxPort: number;
  demoApiKey: string | null;
  /** Days from a removal at TikTok to the erasure of what was collected. */
  removalGraceDays: number;
  /** Opens /metrics to whoever has it; null: to this machine alone. */
  metricsToken: string | null;
  /** What a caller may ask of us within a minute; he can save up as much as that. */
  rateLimits: {
    /** An API key or a user. */
    signedIn: RateLimits;
    /** An address, of all who are not signed in there. */
    strangers: RateLimits;
  };
  /** Addresses and networks whose word on where a request came from is taken. */
  trustedProxies: readonly string[];
  /** Origins whose pages may ask, besides our own; none: in the sandbox any, live no other. */
  allowedOrigins: readonly string[];
  /** Whether operations are accepted only that the shipped client has, by their hash. */
  trustedDocumentsOnly: boolean;
  tiktok: TikTokConfig;
  /** Who may sign up: anybody, or whoever has an open invitation. */
  signUp: 'open' | 'invitation';
  /** Null: no mail server. */
  mail: { url: string; from: string } | null;
  openai: { apiKey: string; baseUrl: string | null; model: string } | null;
}

/** Every problem of the environment at once, each beginning with the name of its variable. */
export class ConfigError extends StartError {
  override readonly name = 'ConfigError';
  readonly problems: string[];

  constructor(problems: string[]) {
    super(
      `The configuration has ${String(problems.length)} problem(s):\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** What the sandbox answers to: fixed, since it guards nothing. */
export interface SandboxIdentity {
  clientKey: string;
  clientSecret: string;
}

/**
 * Reads the environment once. Live mode begins with TikTok credentials; without any, TikTok is the sandbox.
 *
 * @throws ConfigError naming every variable that is wrong or missing.
 */
export function readConfig(environment: NodeJS.ProcessEnv, sandbox: SandboxIdentity): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const env = parsed.data;
  const problems: string[] = [];

  const mode: ServerMode = env.TIKTOK_CLIENT_KEY || env.TIKTOK_CLIENT_SECRET ? 'LIVE' : 'SANDBOX';
  if (mode === 'LIVE') {
    for (const name of ['TIKTOK_CLIENT_KEY', 'TIKTOK_CLIENT_SECRET', 'TIKTOK_REDIRECT_URI'] as const) {
      if (env[name] === undefined)
        problems.push(`${name}: is needed as soon as one of TikTok's credentials is set`);
    }
    if (env.CREATORGRAPH_DEMO_API_KEY !== undefined) {
      problems.push(
        'CREATORGRAPH_DEMO_API_KEY: belongs to the sandbox; remove it where TikTok credentials are set',
      );
    }
  }
  if (env.DATABASE_URL !== undefined && env.CREATORGRAPH_ENCRYPTION_KEYS === undefined) {
    problems.push(
      'CREATORGRAPH_ENCRYPTION_KEYS: is needed with DATABASE_URL, since nodes must share it; make one with ' +
        "`echo \"k1:$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=')\"`",
    );
  }
  if (env.DATABASE_URL === undefined && env.CREATORGRAPH_ROLE !== 'all') {
    problems.push(
      `CREATORGRAPH_ROLE: is ${env.CREATORGRAPH_ROLE}, but the embedded database serves one process only; set DATABASE_URL or use the role all`,
    );
  }

  problems.push(...problemsOfBucket(env));

  const displayHost = ['0.0.0.0', '::', '127.0.0.1'].includes(env.HOST) ? 'localhost' : env.HOST;
  const publicUrl = withoutSlash(env.CREATORGRAPH_PUBLIC_URL ?? `http://${displayHost}:${String(env.PORT)}`);
  const sandboxUrl = `http://127.0.0.1:${String(env.SANDBOX_PORT)}`;
  const redirectUri = env.TIKTOK_REDIRECT_URI ?? `${publicUrl}/api/tiktok/auth/callback`;
  if (mode === 'SANDBOX' && !isLoopback(redirectUri)) {
    problems.push(
      'CREATORGRAPH_PUBLIC_URL: must be on localhost while TikTok is the sandbox, which sends people back to this machine only; its default comes from HOST',
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    role: env.CREATORGRAPH_ROLE,
    host: env.HOST,
    port: env.PORT,
    publicUrl,
    dataDir: env.CREATORGRAPH_DATA_DIR,
    logLevel: env.CREATORGRAPH_LOG_LEVEL,
    databaseUrl: env.DATABASE_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    files: filesConfig(env),
    encryptionKeys: env.CREATORGRAPH_ENCRYPTION_KEYS ?? null,
    mode,
    usesLocalSandbox: mode === 'SANDBOX' && env.TIKTOK_API_URL === undefined,
    sandboxPort: env.SANDBOX_PORT,
    demoApiKey: env.CREATORGRAPH_DEMO_API_KEY ?? null,
    removalGraceDays: env.CREATORGRAPH_REMOVAL_GRACE_DAYS,
    metricsToken: env.CREATORGRAPH_METRICS_TOKEN ?? null,
    rateLimits: {
      signedIn: { requests: env.CREATORGRAPH_RATE_LIMIT_REQUESTS, cost: env.CREATORGRAPH_RATE_LIMIT_COST },
      strangers: {
        requests: env.CREATORGRAPH_STRANGER_RATE_LIMIT_REQUESTS,
        cost: env.CREATORGRAPH_STRANGER_RATE_LIMIT_COST,
      },
    },
    allowedOrigins: env.CREATORGRAPH_ALLOWED_ORIGINS,
    trustedDocumentsOnly: env.CREATORGRAPH_TRUSTED_DOCUMENTS_ONLY === 'true',
    trustedProxies: env.CREATORGRAPH_TRUSTED_PROXIES,
    tiktok: {
      clientKey: env.TIKTOK_CLIENT_KEY ?? sandbox.clientKey,
      clientSecret: env.TIKTOK_CLIENT_SECRET ?? sandbox.clientSecret,
      redirectUri,
      appType: env.TIKTOK_APP_TYPE ?? (isLoopback(redirectUri) ? 'desktop' : 'web'),
      authUrl:
        env.TIKTOK_AUTH_URL ??
        (mode === 'LIVE' ? 'https://www.tiktok.com/v2/auth/authorize/' : `${sandboxUrl}/v2/auth/authorize/`),
      apiUrl: withoutSlash(
        env.TIKTOK_API_URL ?? (mode === 'LIVE' ? 'https://open.tiktokapis.com' : sandboxUrl),
      ),
      callsPerMinute: env.TIKTOK_CALLS_PER_MINUTE,
    },
    signUp: env.CREATORGRAPH_SIGN_UP ?? (mode === 'LIVE' ? 'invitation' : 'open'),
    mail: env.SMTP_URL === undefined ? null : { url: env.SMTP_URL, from: senderOf(env, publicUrl) },
    openai:
      env.OPENAI_API_KEY === undefined
        ? null
        : { apiKey: env.OPENAI_API_KEY, baseUrl: env.OPENAI_BASE_URL ?? null, model: env.OPENAI_MODEL },
  };
}

type Environment = z.infer<typeof Environment>;

function problemsOfBucket(env: Environment): string[] {
  const problems: string[] = [];
  const others = [
    'S3_ENDPOINT',
    'S3_REGION',
    'S3_ACCESS_KEY_ID',
    'S3_SECRET_ACCESS_KEY',
    'S3_FORCE_PATH_STYLE',
  ] as const;
  const given = others.find((name) => env[name] !== undefined);
  if (env.S3_BUCKET === undefined && given !== undefined) {
    problems.push(
      `S3_BUCKET: is needed as soon as ${given} is set; without both, files are kept in a folder`,
    );
  }
  if (env.S3_BUCKET !== undefined && env.S3_REGION === undefined && env.S3_ENDPOINT === undefined) {
    problems.push(
      'S3_REGION: is needed with S3_BUCKET, unless S3_ENDPOINT names a service that has no regions',
    );
  }
  const keys = ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;
  const missing = keys.filter((name) => env[name] === undefined);
  if (missing.length === 1)
    problems.push(`${missing[0]!}: is needed, since the other half of the key is set`);
  return problems;
}

function filesConfig(env: Environment): FilesConfig {
  if (env.S3_BUCKET === undefined)
    return { kind: 'folder', folder: join(env.CREATORGRAPH_DATA_DIR, 'files') };
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  return {
    kind: 's3',
    bucket: env.S3_BUCKET,
    endpoint: env.S3_ENDPOINT ?? null,
    // Services without regions want a name to sign with, whichever it is.
    region: env.S3_REGION ?? 'us-east-1',
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : null,
    forcePathStyle:
      env.S3_FORCE_PATH_STYLE === undefined
        ? env.S3_ENDPOINT !== undefined
        : env.S3_FORCE_PATH_STYLE === 'true',
  };
}

function areAddresses(entries: readonly string[]): boolean {
  try {
    addressList(entries);
    return true;
  } catch {
    return false;
  }
}

function senderOf({ CREATORGRAPH_MAIL_FROM }: Environment, publicUrl: string): string {
  return CREATORGRAPH_MAIL_FROM ?? `creatorgraph <no-reply@${new URL(publicUrl).hostname}>`;
}

function isOrigin(text: string): boolean {
  return URL.parse(text)?.origin === text;
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

function isLoopback(address: string): boolean {
  return ['localhost', '127.0.0.1'].includes(new URL(address).hostname);
}
