/** `npm run verify:main`: proves the figures of the main job on a server of its own, from outside. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { checkBadInput } from './checks/bad-input.ts';
import { checkCrashInRun } from './checks/crash-in-run.ts';
import { checkCrashInSync } from './checks/crash-in-sync.ts';
import { checkDemo } from './checks/demo.ts';
import { checkFirstEvent } from './checks/first-event.ts';
import { checkHttpAudit } from './checks/http-audit.ts';
import { checkResume } from './checks/resume.ts';
import { checkStarting, checkStopping } from './checks/starting.ts';
import { checkTikTokTrouble } from './checks/tiktok-trouble.ts';
import { Figures, load, say } from './figures.ts';
import type { OtherWorkspace } from './other-workspace.ts';
import { freePort, killEverything, ROOT } from './server-process.ts';
import { Session } from './session.ts';

const USAGE = `npm run verify:main -- [--cold] [--full]
  --cold  builds everything anew, as in an empty clone (takes away the generated code and the dashboard first)
  --full  100 dropped connections a run instead of 10`;

/** Figures that need another state of the machine than this program can make. */
const BY_HAND = `By hand:
  git clone <this repository> clone && cd clone && npm ci && npm start   # /ready within 60 s of npm start
  npm ci && npm test && npm test                                         # under 5 minutes, twice in a row
  npm run test:e2e                                                       # GraphiQL and dashboard in Chromium
  TEST_DATABASE_URL=postgresql://… npm run test:integration                  # the same suite on PostgreSQL
  .ci/run                                                                # everything at once`;

const { values: options } = parseArgs({
  options: {
    cold: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) say(USAGE);
else process.exitCode = await verify();

async function verify(): Promise<number> {
  const figures = new Figures();
  const folder = await mkdtemp(join(tmpdir(), 'creatorgraph-verify-'));
  process.once('exit', killEverything);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      killEverything();
      void rm(folder, { recursive: true, force: true }).finally(() => process.exit(130));
    });
  }
  say(`Node ${process.version}, ${String(availableParallelism())} cores, ${load()}`);
  if (existsSync(join(ROOT, '.env')))
    say('The .env of this folder is read by the server and changes what is measured.');
  try {
    const place = { dataDir: join(folder, 'data'), port: await freePort(), sandboxPort: await freePort() };
    await takeFigures(new Session(figures, place));
  } finally {
    killEverything();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  say(`\n${figures.table()}\n\n${BY_HAND}\n`);
  say(figures.missed === 0 ? 'All figures hold.' : `${String(figures.missed)} figure(s) missed.`);
  return figures.missed === 0 ? 0 : 1;
}

async function takeFigures(session: Session): Promise<void> {
  const { figures } = session;
  let other: OtherWorkspace | undefined;
  const onServer = (title: string, work: () => Promise<void>): Promise<void> =>
    figures.check(title, async () => {
      if (!session.isRunning) await session.start();
      await work();
    });

  await figures.check('Start and stop', async () => {
    other = await checkStarting(session, { isCold: options.cold });
  });
  // Without a single start there is nothing to look at.
  if (other === undefined && !session.isRunning) return;
  await onServer('Demo', () => checkDemo(session));
  await onServer('First event of a run', () => checkFirstEvent(session));
  await onServer('Dropped connections', () => checkResume(session, { drops: options.full ? 100 : 10 }));
  await onServer('GraphQL over HTTP', () => checkHttpAudit(session));
  await onServer('Bad input', async () => {
    if (other === undefined) throw new Error('there is no other workspace to try to look into');
    await checkBadInput(session, other);
  });
  await onServer('Killed in a run', () => checkCrashInRun(session));
  await onServer('Killed in a sync', () => checkCrashInSync(session));
  // Late, since it connects one more account.
  await onServer('Trouble with TikTok', () => checkTikTokTrouble(session));
  await onServer('Stopped by people and supervisors', () => checkStopping(session));

  const errors = [...session.errorLines, ...(session.isRunning ? session.server.errorLines() : [])];
  figures.add(
    'Lines of level error in the log',
    '0',
    [String(errors.length), ...errors.slice(0, 3)].join(' '),
    errors.length === 0,
  );
}
