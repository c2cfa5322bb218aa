/** `npm run verify:collector`: proves what the collector promises, from TikTok's side of the wire and from the history. */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { checkLadder, type Demand } from './collector/ladder.ts';
import { checkImports } from './collector/imports.ts';
import { checkProcesses } from './collector/processes.ts';
import { checkScarce } from './collector/scarce.ts';
import { Figures, load, say } from './figures.ts';

const PARTS = ['imports', 'processes', 'ladder', 'scarce'] as const;
type Part = (typeof PARTS)[number];

const USAGE = `npm run verify:collector -- [--full] [--days <60>] [--accounts <20>] [--only ${PARTS.join(',')}]
  --full  200 accounts instead of 20
  --only  these parts alone; where the ladder is left out, four days of it tell what the quota is scaled by

Takes TEST_DATABASE_URL (a PostgreSQL server to make databases on), TEST_REDIS_URL, and CREATORGRAPH_SAMPLES (a folder of
real exports of TikTok's). What needs one of them is "not shown", and so missed, without it; simulations run on the embedded
database then, and take much longer.`;

/** Days of the ladder that tell how many calls it takes, where it is not asked for itself. */
const DEMAND_DAYS = 4;
/** Days under a quota that binds. */
const MOST_SCARCE_DAYS = 21;

const { values: options } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    days: { type: 'string', default: '60' },
    accounts: { type: 'string' },
    only: { type: 'string', default: PARTS.join(',') },
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
  const asked = partsOf(options.only);
  if (asked.has('imports')) await checkImports(figures);
  if (asked.has('processes')) await checkProcesses(figures);
  let demand: Demand | undefined;
  if (asked.has('ladder')) {
    await figures.check(`${String(accounts)} accounts × 100 videos × ${String(days)} days`, async () => {
      demand = await checkLadder(figures, { workspaces, videos: 100, days });
    });
  } else if (asked.has('scarce')) {
    demand = await checkLadder(new Figures(), { workspaces, videos: 100, days: DEMAND_DAYS });
  }
  for (const share of asked.has('scarce') ? [1.2, 0.4] : []) {
    await figures.check(`The same where the quota binds`, async () => {
      if (demand === undefined) throw new Error('The demand is not known.');
      const scarceDays = Math.min(days, MOST_SCARCE_DAYS);
      await checkScarce(figures, { workspaces, videos: 100, days: scarceDays, demand, share });
    });
  }
  say(`\n${figures.table()}\n`);
  const hold =
    asked.size === PARTS.length ? 'All figures hold.' : `All figures of ${[...asked].join(', ')} hold.`;
  say(figures.missed === 0 ? hold : `${String(figures.missed)} figure(s) missed.`);
  return figures.missed === 0 ? 0 : 1;
}

function partsOf(list: string): Set<Part> {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !(PARTS as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}.\n${USAGE}`);
  return new Set(PARTS.filter((part) => names.includes(part)));
}

/** Workspaces of very different sizes: of 20 accounts 1, 1, 2, 3, 5 and 8. */
function sizesOf(accounts: number): number[] {
  const parts = [1, 1, 2, 3, 5, 8];
  return parts.map((part) => Math.max(1, Math.round((part * accounts) / 20)));
}
