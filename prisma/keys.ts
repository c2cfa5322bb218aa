/**
 * Says which encryption keys the stored tokens and the sign-in secret need, so that an operator sees when a former one can go. Reads
 * DATABASE_URL, or else the data folder, which the server must have closed.
 */
import { openDatabase } from '../server/data/open-database.ts';
import { createClock } from '../server/lib/clock.ts';
import { messageOf } from '../server/lib/errors.ts';
import type { Log } from '../server/lib/log.ts';
import { readKeyUse, wordsOfKeyUse } from '../server/modules/connections/credential-keys.service.ts';

const ignore = (): void => undefined;
const SILENT: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => SILENT };

async function run(): Promise<void> {
  const url = process.env['DATABASE_URL'];
  const folder = process.env['CREATORGRAPH_DATA_DIR'] ?? '.data';
  const database = await openDatabase(url === undefined || url === '' ? { folder } : { url }, SILENT);
  try {
    const uses = await readKeyUse({ database, clock: createClock() });
    const lines = uses.map((use) => `${use.keyId}: ${wordsOfKeyUse(use)}\n`);
    process.stdout.write(lines.length === 0 ? 'Nothing stored needs a key.\n' : lines.join(''));
  } finally {
    await database.close();
  }
}

await run().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
