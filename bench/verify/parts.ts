import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Figures, inSeconds, load, say } from './figures.ts';
import type { QuotedTable } from './statistics/part.ts';
import { staleTables, writeTables } from './statistics/quoted-tables.ts';

/** What a command measures in one go. */
export interface Part {
  /** As `--only` names it. */
  name: string;
  title: string;
  /** Adds a figure for each promise and gives the tables that docs/STATISTICS.md quotes, if it does. */
  measure(figures: Figures): Promise<QuotedTable[]> | QuotedTable[] | Promise<void>;
}

/**
 * Measures the parts that the command line asks for, all without `--only`, and says which figures are missed. The process
 * exits with 1 where one is.
 *
 * @param usage for `--help` and for a part that there is not.
 */
export async function verifyParts(parts: readonly Part[], usage: string): Promise<void> {
  const { values: options } = parseArgs({
    options: { only: { type: 'string' }, write: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const chosen = parts.filter(({ name }) => options.only === undefined || options.only === name);
  if (options.help === true || chosen.length === 0) {
    say(usage);
    process.exitCode = options.help === true ? 0 : 1;
    return;
  }
  const figures = new Figures();
  say(`Node ${process.version}, ${String(availableParallelism())} cores, ${load()}`);
  const tables: QuotedTable[] = [];
  for (const part of chosen) {
    const start = performance.now();
    await figures.check(part.title, async () => {
      tables.push(...((await part.measure(figures)) ?? []));
    });
    say(`  ${inSeconds(performance.now() - start)}, ${load()}`);
  }
  if (tables.length > 0) {
    await figures.check('docs/STATISTICS.md', async () => {
      if (options.write === true) await writeTables(tables);
      const stale = await staleTables(tables);
      const measured = stale.length === 0 ? 'all' : `all but ${stale.join(', ')}`;
      const wanted = `all ${String(tables.length)} that were measured`;
      figures.add('tables it quotes as measured', wanted, measured, stale.length === 0);
    });
  }
  say(`\n${figures.table()}\n`);
  say(figures.missed === 0 ? 'All figures hold.' : `${String(figures.missed)} figure(s) missed.`);
  process.exitCode = figures.missed === 0 ? 0 : 1;
}
