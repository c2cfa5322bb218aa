import { z } from 'zod';
import { addressList } from './address-list.ts';
import { type ModelPrice, parseModelPrice } from './model-price.ts';
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

/** Every variable that is read, with its form and its default. */
export const Environment = z.object({
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
  TIKTOK_BUSINESS_API_URL: url.optional(),
  TIKTOK_BUSINESS_ADVERTISER_ID: text.optional(),
  TIKTOK_BUSINESS_ADVERTISER_TOKEN: text.optional(),
  TIKTOK_BUSINESS_ACCOUNT_ID: text.optional(),
  TIKTOK_BUSINESS_ACCOUNT_TOKEN: text.optional(),
  TIKTOK_RESEARCH_API_URL: url.optional(),
  TIKTOK_RESEARCH_CLIENT_KEY: text.optional(),
  TIKTOK_RESEARCH_CLIENT_SECRET: text.optional(),
  CREATORGRAPH_TREND_REGIONS: list
    .refine(
      (regions) => regions.length > 0 && regions.length <= 50 && regions.every(isRegion),
      'must be 1–50 countries of two capital letters, such as US,FR',
    )
    .transform((regions) => [...new Set(regions)])
    .default(['US']),
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
  OPENAI_PRICES: list
    .transform((entries) => entries.map(parseModelPrice))
    .refine(
      (prices) => !prices.includes(null),
      'must be model=input/cached input/output in US dollars for a million tokens, such as gpt-5-mini=0.25/0.025/2',
    )
    .transform((prices) => new Map(prices.filter((price) => price !== null)))
    .default(new Map<string, ModelPrice>()),
});

export type Environment = z.infer<typeof Environment>;

function areAddresses(entries: readonly string[]): boolean {
  try {
    addressList(entries);
    return true;
  } catch {
    return false;
  }
}

function isRegion(text: string): boolean {
  return /^[A-Z]{2}$/.test(text);
}

function isOrigin(text: string): boolean {
  return URL.parse(text)?.origin === text;
}
