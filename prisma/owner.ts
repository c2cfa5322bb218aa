/**
 * Makes the first owner of a live server, and prints the link by which he chooses his password; for somebody who is there
 * already it prints a new link. With the embedded database, the server must be stopped.
 *
 *     npm run owner:create -- --email ada@example.com --name "Ada" [--workspace "Studio"]
 */
import { parseArgs } from 'node:util';
import { createLog } from '../server/app/log.ts';
import { createRuntime } from '../server/app/runtime.ts';
import { readConfig } from '../server/lib/config.ts';
import { messageOf } from '../server/lib/errors.ts';
import { createOwner } from '../server/modules/identity/owner.service.ts';

const USAGE = 'Usage: npm run owner:create -- --email ada@example.com --name "Ada" [--workspace "Studio"]';

async function run(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { email: text, name: text, workspace: text } });
  const { email = '', name = '' } = values;
  if (!/^[^@\s]+@[^@\s]+$/.test(email) || name.trim() === '') throw new Error(USAGE);
  const environment = { CREATORGRAPH_LOG_LEVEL: 'warn', ...process.env };
  // The sandbox is not asked anything here.
  const config = readConfig(environment, { clientKey: 'sandbox', clientSecret: 'sandbox' });
  const runtime = await createRuntime(config, createLog(config));
  try {
    const workspace = values.workspace ?? `${name}'s workspace`;
    const { isNew, link } = await createOwner(runtime.services, { email, name, workspace });
    process.stdout.write(
      `${isNew ? `${name} owns "${workspace}".` : `${email} is there already.`} Within the hour, choose a password at\n\n  ${link}\n\n`,
    );
  } finally {
    await runtime.dispose();
  }
}

await run().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
