/** `npm run verify:collector`: proves what the collector promises, from TikTok's side of the wire and from the history. */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { checkLadder, type Demand } from './collector/ladder.ts';
import { checkImports } from './collector/imports.ts';
import { checkProcesses } from './collector/processes.ts';
import { checkScarce } from './collector/scarce.ts';
import { Figures, load, say } from './figures.ts';

const USAGE = `npm run verify:collector -- [--full] [--days <60>] [--accounts <20>]
  --full  200 accounts instead of 20

Takes TEST_DATABASE_URL (a PostgreSQL server to make databases on), TEST_REDIS_URL, and CREATORGRAPH_SAMPLES (a folder of
real exports of TikTok's). What needs one of them is "not shown", and so missed, without it; simulations run on the embedded
database then, and take much longer.`;

const { values: options } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    days: { type: 'string', default: '60' },
    accounts: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) say(USAGE);
else process.exitCode = await verify();

async function verify(): Promise<number> {
  const figures = new Figures();
  say(`Node ${process.version}, ${String(availableParallelism())} cores, ${load()}`);
  const accounts = Number(options.accounts ?? (options.full ? 200 : 20));
  const days = Number(options.days);
  const workspaces = sizesOf(accounts);
  await checkImports(figures);
  await checkProcesses(figures);
  let demand: Demand | undefined;
  await figures.check(`${String(accounts)} accounts × 100 videos × ${String(days)} days`, async () => {
    demand = await checkLadder(figures, { workspaces, videos: 100, days });
  });
  for (const share of [1.2, 0.4]) {
    await figures.check(`The same where the quota binds`, async () => {
      if (demand === undefined) throw new Error('The demand is not known.');
      await checkScarce(figures, { workspaces, videos: 100, days: Math.min(days, 21), demand, share });
    });
  }
  say(`\n${figures.table()}\n`);
  say(figures.missed === 0 ? 'All figures hold.' : `${String(figures.missed)} figure(s) missed.`);
  return figures.missed === 0 ? 0 : 1;
}

/** Workspaces of very different sizes: of 20 accounts 1, 1, 2, 3, 5 and 8. */
function sizesOf(accounts: number): number[] {
  const parts = [1, 1, 2, 3, 5, 8];
  return parts.map((part) => Math.max(1, Math.round((part * accounts) / 20)));
}
