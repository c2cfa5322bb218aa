import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type ServerProcess, startServerProcess } from './process.ts';

/** Where tests find a browser; null where there is none. */
export const CHROMIUM_PATH: string | null =
  [process.env['CHROMIUM_PATH'], '/usr/bin/chromium'].find(
    (path) => path !== undefined && existsSync(path),
  ) ?? null;

const HEADLESS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A page that reaches this machine and nothing else. */
export interface LocalPage {
  page: Page;
  /** What it wanted from elsewhere, and did not get. */
  blocked: string[];
  /** What its scripts complained of. */
  complaints: string[];
  close(): Promise<void>;
}

export async function openLocalPage(): Promise<LocalPage> {
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM_PATH!, args: HEADLESS });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const blocked: string[] = [];
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    const isHere = ['localhost', '127.0.0.1', ''].includes(url.hostname);
    if (!isHere) blocked.push(url.href);
    await (isHere ? route.continue() : route.abort());
  });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return { page, blocked, complaints, close: () => browser.close() };
}

const DEMO_FOLDER = 'creatorgraph-demo-';

/**
 * The server as `npm start` runs it, with the demo's real history. The first test file of a process builds it,
 * which takes half a minute; the others find it.
 */
export async function startDemoServer(): Promise<ServerProcess> {
  await removeLeftovers();
  const folder = join(tmpdir(), `${DEMO_FOLDER}${process.pid}`);
  await mkdir(folder, { recursive: true });
  return startServerProcess({ CREATORGRAPH_DATA_DIR: folder, CREATORGRAPH_LOG_LEVEL: 'warn' });
}

/** Folders of test processes that have ended: none of them knows which of its files is the last. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(DEMO_FOLDER) || isAlive(Number(name.slice(DEMO_FOLDER.length)))) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
