import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseInUseError } from './errors.ts';

/** Lets go of the folder. */
export type Release = () => Promise<void>;

type Answer = { alive: false } | { alive: true; pid: number | null; owns: boolean };

const SOCKET = /^lock-[0-9a-f]{8}\.sock$/;
const ATTEMPTS = 8;
const ANSWER_TIMEOUT_MS = 2_000;
/** It lives but said nothing: most likely it is stepping back at this moment. */
const UNKNOWN: Answer = { alive: true, pid: null, owns: false };

/**
 * Takes `folder` for this process alone, until released or until the process ends in whatever way: the lock is
 * a Unix socket that answers with its owner's pid, and a socket of a dead process refuses connections.
 *
 * Each claimant first publishes a socket under a name of its own and only then looks for others, so of two at
 * once at least one sees the other; and since no name is ever used again, a dead socket can be removed without
 * the risk of removing a living one.
 *
 * @throws DatabaseInUseError when a living process has it.
 */
export async function lockFolder(folder: string): Promise<Release> {
  // The path of a Unix socket holds about 100 bytes; a link in the temporary folder keeps it short.
  const short = await mkdtemp(join(tmpdir(), 'cg-'));
  const link = join(short, 'd');
  try {
    await symlink(folder, link);
    for (let attempt = 1; ; attempt += 1) {
      const claim = await publishClaim(link);
      const others = await askOthers(link, claim.name);
      const other = others.find((answer) => answer.owns) ?? others[0];
      if (other === undefined) {
        claim.own();
        return () => claim.withdraw(folder);
      }
      await claim.withdraw(link);
      // Two claimants that saw each other both step back and come again at different times.
      if (other.owns || attempt === ATTEMPTS) throw new DatabaseInUseError(folder, other.pid);
      await delay(Math.random() * 20 * attempt);
    }
  } finally {
    await rm(short, { recursive: true, force: true });
  }
}

async function publishClaim(folder: string) {
  const name = `lock-${randomUUID().slice(0, 8)}.sock`;
  let owns = false;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(`${JSON.stringify({ pid: process.pid, owns })}\n`);
  });
  server.unref();
  // Bound under a name that nobody looks at: between bind and listen it would look dead.
  const unpublished = join(folder, `${name}.new`);
  await listen(server, unpublished);
  await rename(unpublished, join(folder, name));
  return {
    name,
    own: () => {
      owns = true;
    },
    withdraw: async (through: string) => {
      await rm(join(through, name), { force: true });
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function askOthers(folder: string, own: string): Promise<Extract<Answer, { alive: true }>[]> {
  const names = (await readdir(folder)).filter((name) => SOCKET.test(name) && name !== own);
  const living = [];
  for (const name of names) {
    const answer = await ask(join(folder, name));
    if (answer.alive) living.push(answer);
    else await rm(join(folder, name), { force: true });
  }
  return living;
}

function ask(path: string): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let text = '';
    // A process that accepts but does not answer (it is stopped or busy) is alive.
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => {
      socket.destroy();
      resolve({ alive: true, pid: null, owns: true });
    });
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const isDead = error.code === 'ECONNREFUSED' || error.code === 'ENOENT';
      resolve(isDead ? { alive: false } : UNKNOWN);
    });
    socket.on('end', () => {
      socket.destroy();
      resolve(readAnswer(text));
    });
  });
}

function readAnswer(text: string): Answer {
  try {
    const { pid, owns } = JSON.parse(text) as { pid: number; owns: boolean };
    return { alive: true, pid, owns };
  } catch {
    return UNKNOWN;
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
