import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../lib/start-error.ts';
import { SILENT_LOG } from '../testing/log.ts';
import { joinSandbox } from './join-sandbox.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function joined(port: number, deployment: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 'join-sandbox-'));
  closers.push(() => rm(dataDir, { recursive: true }));
  const sandbox = await joinSandbox({ port, dataDir, deployment, log: SILENT_LOG });
  closers.push(() => sandbox.close());
  return sandbox;
}

describe('the sandbox of a server', () => {
  it('is joined by another node of the same deployment, which does not stop it', async () => {
    const first = await joined(0, 'ours');
    const second = await joined(Number(new URL(first.url).port), 'ours');
    expect(second.url).toBe(first.url);
    await second.close();
    expect((await fetch(`${first.url}/_sandbox/health`)).status).toBe(200);
  });

  it('is never joined by a server with a database of its own, since that would move its clock', async () => {
    const first = await joined(0, 'ours');
    const refused = joined(Number(new URL(first.url).port), 'theirs');
    await expect(refused).rejects.toThrow(StartError);
    await expect(refused).rejects.toThrow(/SANDBOX_PORT: .*of another server.*free one/);
  });

  it('is not looked for in another program', async () => {
    const stranger = createServer((_request, response) => response.end('hello'));
    await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
    closers.push(
      () =>
        new Promise((closed) =>
          stranger.close(() => {
            closed();
          }),
        ),
    );
    await expect(joined((stranger.address() as AddressInfo).port, 'ours')).rejects.toThrow(/another program/);
  });
});
