import crypto from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// @ts-expect-error It comes without types.
import S3rver from 's3rver';
import type { FilesConfig } from '../lib/config.ts';

/** OpenSSL 3 has no DES any more, with which s3rver writes the tokens of long listings; three times the same key is DES. */
for (const name of ['createCipheriv', 'createDecipheriv'] as const) {
  const ciphers = crypto as unknown as Record<string, CreateCipher>;
  const original = ciphers[name]!;
  ciphers[name] = (cipher, key, iv, ...rest) =>
    cipher === 'des'
      ? original('des-ede3-cbc', Buffer.concat([key, key, key]), iv)
      : original(cipher, key, iv, ...rest);
}

type CreateCipher = (cipher: string, key: Buffer, iv: Buffer, ...options: unknown[]) => unknown;
type Server = new (options: object) => { run(): Promise<AddressInfo>; close(): Promise<void> };

/** A server that speaks the protocol of S3, with one empty bucket. */
export interface TestS3 {
  readonly config: Extract<FilesConfig, { kind: 's3' }>;
  /** The same as variables. */
  readonly environment: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function startTestS3(): Promise<TestS3> {
  const directory = await mkdtemp(join(tmpdir(), 'creatorgraph-s3-'));
  const bucket = 'creatorgraph';
  const server = new (S3rver as Server)({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: bucket }],
  });
  const { port } = await server.run();
  const endpoint = `http://127.0.0.1:${port}`;
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
  return {
    config: { kind: 's3', bucket, endpoint, region: 'us-east-1', credentials, forcePathStyle: true },
    environment: {
      S3_BUCKET: bucket,
      S3_ENDPOINT: endpoint,
      S3_ACCESS_KEY_ID: credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    async close() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
