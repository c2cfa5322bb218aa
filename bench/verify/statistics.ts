/** `npm run verify:statistics`: measures how often the models claim what is not so, and what they find of what is. */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Figures, inSeconds, load, say } from './figures.ts';
import { CREATORS_VARIABLE } from './statistics/creators.ts';
import { creatorsPart } from './statistics/creators-part.ts';
import { explodingFormatsPart } from './statistics/exploding-formats-part.ts';
import { findingsPart } from './statistics/findings-part.ts';
import { forecastPart } from './statistics/forecast-part.ts';
import { formatsPart } from './statistics/formats-part.ts';
import { hashtagsPart } from './statistics/hashtags-part.ts';
import { historyPart } from './statistics/history-part.ts';
import type { QuotedTable, StatisticsPart } from './statistics/part.ts';
import { postingTimesPart } from './statistics/posting-times-part.ts';
import { staleTables, writeTables } from './statistics/quoted-tables.ts';

const PARTS: readonly StatisticsPart[] = [
  creatorsPart,
  postingTimesPart,
  hashtagsPart,
  formatsPart,
  explodingFormatsPart,
  forecastPart,
  findingsPart,
  historyPart,
];

const USAGE = `npm run verify:statistics [-- --only <part>] [-- --write]

Simulations from seeded generators, and real creators where ${CREATORS_VARIABLE} names the folder of their videos.csv.gz.
Takes TEST_DATABASE_URL (a PostgreSQL server to make databases on) for a million snapshots, which are missed without it.
--only   one part alone: ${PARTS.map(({ name }) => name).join(', ')}
--write  puts the measured tables into docs/STATISTICS.md; without it, tables that differ there are missed figures`;

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, write: { type: 'boolean' }, help: { type: 'boolean' } },
});
const chosen = PARTS.filter(({ name }) => options.only === undefined || options.only === name);

if (options.help === true || chosen.length === 0) {
  say(USAGE);
  process.exitCode = options.help === true ? 0 : 1;
} else process.exitCode = await verify();

async function verify(): Promise<number> {
  const figures = new Figures();
  say(`Node ${process.version}, ${String(availableParallelism())} cores, ${load()}`);
  const tables: QuotedTable[] = [];
  for (const part of chosen) {
    const start = performance.now();
    await figures.check(part.title, async () => {
      tables.push(...(await part.measure(figures)));
    });
    say(`  ${inSeconds(performance.now() - start)}, ${load()}`);
  }
  await figures.check('docs/STATISTICS.md', async () => {
    if (options.write === true) await writeTables(tables);
    const stale = await staleTables(tables);
    const measured = stale.length === 0 ? 'all' : `all but ${stale.join(', ')}`;
    const wanted = `all ${String(tables.length)} that were measured`;
    figures.add('tables it quotes as measured', wanted, measured, stale.length === 0);
  });
  say(`\n${figures.table()}\n`);
  say(figures.missed === 0 ? 'All figures hold.' : `${String(figures.missed)} figure(s) missed.`);
  return figures.missed === 0 ? 0 : 1;
}
