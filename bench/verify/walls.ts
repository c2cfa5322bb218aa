/** `npm run verify:walls`: proves that nobody reaches what is not theirs. */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { Figures, load, say } from './figures.ts';
import { checkErasure } from './walls/erasure.ts';
import { checkHostile } from './walls/hostile.ts';
import { checkIdempotency } from './walls/idempotency.ts';
import { checkRemovals, checkTenancy } from './walls/tenancy.ts';

const USAGE = `npm run verify:walls

Takes TEST_DATABASE_URL (a PostgreSQL server to make databases on) and TEST_REDIS_URL. What needs one of them is "not shown",
and so missed, without it; tests run on the embedded database then, and take longer.`;

if (process.argv.includes('--help')) say(USAGE);
else process.exitCode = await verify();

async function verify(): Promise<number> {
  const figures = new Figures();
  say(`Node ${process.version}, ${String(availableParallelism())} cores, ${load()}`);
  await figures.check('The tenancy test', () => checkTenancy(figures));
  await figures.check('The tenancy test where a check is removed', () => checkRemovals(figures));
  await figures.check('One idempotency key on two processes', () => checkIdempotency(figures));
  await figures.check('An erasure whose worker is killed', () => checkErasure(figures));
  await figures.check('Hostile requests', () => checkHostile(figures));
  say(`\n${figures.table()}\n`);
  say(figures.missed === 0 ? 'All figures hold.' : `${String(figures.missed)} figure(s) missed.`);
  return figures.missed === 0 ? 0 : 1;
}
