import { join } from 'node:path';
import { Environment } from './environment.ts';
import type { ModelPrice } from './model-price.ts';
import type { RateLimits } from './rate-limit.ts';
import { StartError } from './start-error.ts';
import {
  businessConfig,
  problemsOfPairs,
  researchConfig,
  type SandboxBusiness,
  type TikTokBusinessConfig,
  type TikTokResearchConfig,
} from './trend-sources-config.ts';

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
  tiktokBusiness: TikTokBusinessConfig;
  /** Null: off. */
  tiktokResearch: TikTokResearchConfig | null;
  /** Whose trends are collected: ISO 3166-1 alpha-2. */
  trendRegions: readonly string[];
  /** Who may sign up: anybody, or whoever has an open invitation. */
  signUp: 'open' | 'invitation';
  /** Null: no mail server. */
  mail: { url: string; from: string } | null;
  openai: {
    apiKey: string;
    baseUrl: string | null;
    model: string;
    /** What its tokens cost; null: unknown. */
    price: ModelPrice | null;
  } | null;
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
  /** Unset: its API for Business is left alone. */
  business?: SandboxBusiness;
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

  problems.push(...problemsOfBucket(env), ...problemsOfPairs(env));

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
  const apiUrl = withoutSlash(
    env.TIKTOK_API_URL ?? (mode === 'LIVE' ? 'https://open.tiktokapis.com' : sandboxUrl),
  );
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
      apiUrl,
      callsPerMinute: env.TIKTOK_CALLS_PER_MINUTE,
    },
    tiktokBusiness: businessConfig(
      env,
      mode === 'SANDBOX' && sandbox.business ? { apiUrl, ...sandbox.business } : null,
    ),
    tiktokResearch: researchConfig(env),
    trendRegions: env.CREATORGRAPH_TREND_REGIONS,
    signUp: env.CREATORGRAPH_SIGN_UP ?? (mode === 'LIVE' ? 'invitation' : 'open'),
    mail: env.SMTP_URL === undefined ? null : { url: env.SMTP_URL, from: senderOf(env, publicUrl) },
    openai:
      env.OPENAI_API_KEY === undefined
        ? null
        : {
            apiKey: env.OPENAI_API_KEY,
            baseUrl: env.OPENAI_BASE_URL ?? null,
            model: env.OPENAI_MODEL,
            price: env.OPENAI_PRICES.get(env.OPENAI_MODEL) ?? null,
          },
  };
}

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

function senderOf({ CREATORGRAPH_MAIL_FROM }: Environment, publicUrl: string): string {
  return CREATORGRAPH_MAIL_FROM ?? `creatorgraph <no-reply@${new URL(publicUrl).hostname}>`;
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

function isLoopback(address: string): boolean {
  return ['localhost', '127.0.0.1'].includes(new URL(address).hostname);
}
