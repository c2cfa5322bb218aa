import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.ts';

const SANDBOX = { clientKey: 'key', clientSecret: 'secret' };
const read = (environment: NodeJS.ProcessEnv) => readConfig(environment, SANDBOX);

function problemsOf(environment: NodeJS.ProcessEnv): string[] {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.problems.map((problem) => problem.split(':', 1)[0]!).sort();
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('needs nothing: the sandbox, the embedded database and no model', () => {
    expect(read({})).toMatchObject({
      mode: 'SANDBOX',
      usesLocalSandbox: true,
      role: 'all',
      publicUrl: 'http://localhost:3000',
      databaseUrl: null,
      redisUrl: null,
      files: { kind: 'folder', folder: '.data/files' },
      openai: null,
      tiktok: {
        clientKey: 'key',
        appType: 'desktop',
        apiUrl: 'http://127.0.0.1:4010',
        redirectUri: 'http://localhost:3000/api/tiktok/auth/callback',
      },
    });
  });

  it('knows a mail server by its URL, and sends from the public name unless told otherwise', () => {
    expect(read({}).mail).toBeNull();
    const SMTP_URL = 'smtp://user:password@mail.example:587';
    expect(read({ SMTP_URL }).mail).toEqual({ url: SMTP_URL, from: 'creatorgraph <no-reply@localhost>' });
    const from = 'Studio <hello@studio.example>';
    expect(read({ SMTP_URL, CREATORGRAPH_MAIL_FROM: from }).mail).toMatchObject({ from });
    expect(problemsOf({ SMTP_URL: 'https://mail.example' })).toEqual(['SMTP_URL']);
    expect(problemsOf({ CREATORGRAPH_MAIL_FROM: 'nobody' })).toEqual(['CREATORGRAPH_MAIL_FROM']);
    expect(problemsOf({ CREATORGRAPH_MAIL_FROM: 'a@b.c\nBcc: d@e.f' })).toEqual(['CREATORGRAPH_MAIL_FROM']);
  });

  it('reads trends from the sandbox, or with tokens from TikTok; research with credentials alone', () => {
    const business = { advertiserId: '1', advertiserToken: 'a', accountId: '2', accountToken: 'b' };
    expect(readConfig({}, { ...SANDBOX, business })).toMatchObject({
      tiktokBusiness: {
        apiUrl: 'http://127.0.0.1:4010/open_api/v1.3',
        advertiser: { id: '1', token: 'a' },
        account: { id: '2', token: 'b' },
      },
      tiktokResearch: null,
      trendRegions: ['US'],
    });
    const TIKTOK_BUSINESS_ACCOUNT_ID = 'me';
    const tokens = { TIKTOK_BUSINESS_ACCOUNT_ID, TIKTOK_BUSINESS_ACCOUNT_TOKEN: 'secret' };
    expect(readConfig(tokens, { ...SANDBOX, business }).tiktokBusiness).toEqual({
      apiUrl: 'https://business-api.tiktok.com/open_api/v1.3',
      advertiser: null,
      account: { id: 'me', token: 'secret' },
    });
    const research = { TIKTOK_RESEARCH_CLIENT_KEY: 'key', TIKTOK_RESEARCH_CLIENT_SECRET: 'secret' };
    expect(read(research).tiktokResearch).toMatchObject({ apiUrl: 'https://open.tiktokapis.com' });
    expect(read({ CREATORGRAPH_TREND_REGIONS: 'US, FR,US' }).trendRegions).toEqual(['US', 'FR']);
    expect(problemsOf({ CREATORGRAPH_TREND_REGIONS: 'usa' })).toEqual(['CREATORGRAPH_TREND_REGIONS']);
    expect(problemsOf({ TIKTOK_BUSINESS_ACCOUNT_ID, TIKTOK_RESEARCH_CLIENT_SECRET: 'secret' })).toEqual([
      'TIKTOK_BUSINESS_ACCOUNT_TOKEN',
      'TIKTOK_RESEARCH_CLIENT_KEY',
    ]);
  });

  it('knows the price of the configured model where it is told', () => {
    const priced = (OPENAI_MODEL: string) =>
      read({ OPENAI_API_KEY: 'k', OPENAI_MODEL, OPENAI_PRICES: 'a=1/0.1/2, b=0.25/0.025/2' }).openai?.price;
    expect(priced('b')).toEqual({ input: 250_000n, cachedInput: 25_000n, output: 2_000_000n });
    expect(priced('c')).toBeNull();
  });

  it('takes a variable that is set to nothing for unset', () => {
    expect(read({ PORT: '', DATABASE_URL: ' ', TIKTOK_CLIENT_KEY: '', TIKTOK_API_URL: '' })).toEqual(
      read({}),
    );
  });

  it('names every variable that is wrong at once', () => {
    expect(
      problemsOf({
        PORT: 'x',
        DATABASE_URL: 'mysql://x',
        REDIS_URL: 'x',
        CREATORGRAPH_ROLE: 'boss',
        CREATORGRAPH_DEMO_API_KEY: 'short',
        OPENAI_BASE_URL: 'ftp://x',
        OPENAI_PRICES: 'gpt-5-mini=0.25,other=1/1/1',
      }),
    ).toEqual([
      'CREATORGRAPH_DEMO_API_KEY',
      'CREATORGRAPH_ROLE',
      'DATABASE_URL',
      'OPENAI_BASE_URL',
      'OPENAI_PRICES',
      'PORT',
      'REDIS_URL',
    ]);
  });

  it('lets the sandbox send people back to this machine only', () => {
    expect(problemsOf({ CREATORGRAPH_PUBLIC_URL: 'https://api.example' })).toEqual([
      'CREATORGRAPH_PUBLIC_URL',
    ]);
  });

  it('is live with TikTok’s credentials, all of which it then needs', () => {
    expect(problemsOf({ TIKTOK_CLIENT_SECRET: 'x' })).toEqual(['TIKTOK_CLIENT_KEY', 'TIKTOK_REDIRECT_URI']);
    const redirectUri = 'https://creators.example/api/tiktok/auth/callback';
    const live = { TIKTOK_CLIENT_KEY: 'k', TIKTOK_CLIENT_SECRET: 's', TIKTOK_REDIRECT_URI: redirectUri };
    expect(read(live)).toMatchObject({
      mode: 'LIVE',
      tiktok: { appType: 'web', apiUrl: 'https://open.tiktokapis.com', redirectUri },
    });
    expect(problemsOf({ ...live, CREATORGRAPH_DEMO_API_KEY: `cg_${'x'.repeat(40)}` })).toEqual([
      'CREATORGRAPH_DEMO_API_KEY',
    ]);
  });

  it('asks for keys that nodes can share, and for a database that they can', () => {
    expect(problemsOf({ DATABASE_URL: 'postgresql://localhost/x' })).toEqual([
      'CREATORGRAPH_ENCRYPTION_KEYS',
    ]);
    expect(problemsOf({ CREATORGRAPH_ENCRYPTION_KEYS: 'k1:short' })).toEqual([
      'CREATORGRAPH_ENCRYPTION_KEYS',
    ]);
    expect(problemsOf({ CREATORGRAPH_ROLE: 'worker' })).toEqual(['CREATORGRAPH_ROLE']);
  });

  it('keeps files in a bucket where one is named, with a whole key or none', () => {
    const bucket = { S3_BUCKET: 'covers', S3_ENDPOINT: 'http://minio:9000' };
    expect(read(bucket).files).toEqual({
      kind: 's3',
      bucket: 'covers',
      endpoint: 'http://minio:9000',
      region: 'us-east-1',
      credentials: null,
      forcePathStyle: true,
    });
    const amazon = { S3_BUCKET: 'covers', S3_REGION: 'eu-west-3' };
    const key = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' };
    expect(read({ ...amazon, ...key }).files).toMatchObject({
      endpoint: null,
      region: 'eu-west-3',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
      forcePathStyle: false,
    });
    expect(problemsOf({ ...bucket, S3_ACCESS_KEY_ID: 'id' })).toEqual(['S3_SECRET_ACCESS_KEY']);
    expect(problemsOf({ S3_BUCKET: 'covers' })).toEqual(['S3_REGION']);
    expect(problemsOf(key)).toEqual(['S3_BUCKET']);
    expect(problemsOf({ S3_BUCKET: 'No_Bucket', S3_ENDPOINT: 'minio', S3_FORCE_PATH_STYLE: 'yes' })).toEqual([
      'S3_BUCKET',
      'S3_ENDPOINT',
      'S3_FORCE_PATH_STYLE',
    ]);
  });

  it('gives links a base that a browser can open, without a slash at its end', () => {
    expect(read({ HOST: '0.0.0.0', PORT: '8080' }).publicUrl).toBe('http://localhost:8080');
    const live = {
      TIKTOK_CLIENT_KEY: 'k',
      TIKTOK_CLIENT_SECRET: 's',
      TIKTOK_REDIRECT_URI: 'https://api.example/api/tiktok/auth/callback',
    };
    expect(read({ ...live, CREATORGRAPH_PUBLIC_URL: 'https://api.example/' }).publicUrl).toBe(
      'https://api.example',
    );
  });
});
