import process from 'node:process';
import { createLog } from './app/log.ts';
import { messageOf } from './lib/errors.ts';
import { StartError } from './lib/start-error.ts';
import { type RunningServer, startServer } from './start.ts';

/** A stop that hangs must not keep a supervisor waiting. */
const STOP_LIMIT_MS = 10_000;

const NO_MAIL =
  '  SMTP_URL is not set, so no mail is sent: nobody can sign up, reset a password or be invited.';

process.env = { ...readDotEnv(), ...process.env };

try {
  const server = await startServer({
    environment: process.env,
    createLog,
    onProgress: tell,
  });
  greet(server);
  let stopping: Promise<void> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Ctrl+C comes twice under npm, from the terminal and from npm: the second one must not cut the stop short.
    process.on(signal, () => {
      stopping ??= stop(server);
    });
  }
} catch (error) {
  explain(error);
  process.exitCode = 1;
}

/** `.env` of the working directory, where there is one. What the environment says itself comes first. */
function readDotEnv(): NodeJS.ProcessEnv {
  const before = { ...process.env };
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const read = { ...process.env };
  process.env = before;
  return read;
}

/** One line that is written over on a terminal; elsewhere a line now and then. */
function tell(words: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K  ${words} …`);
  else if (!/\d/.test(words) || / \d*[05]0 of /.test(words)) process.stdout.write(`${words}\n`);
}

function greet({ config, demoApiKey }: RunningServer): void {
  const lines = ['', `  creatorgraph is ready (${config.mode === 'LIVE' ? 'TikTok' : 'TikTok sandbox'})`, ''];
  if (config.role === 'worker') {
    lines.push(`  Worker, health  http://${config.host}:${String(config.port)}/ready`);
  } else {
    lines.push(`  Dashboard       ${config.publicUrl}/tiktok/`);
    lines.push(`  GraphiQL        ${config.publicUrl}/graphql`);
  }
  if (config.mode === 'SANDBOX' && config.mail === null && config.role !== 'worker') {
    lines.push(`  Mails           ${config.publicUrl}/outbox`);
  }
  if (demoApiKey !== null) lines.push(`  Demo API key    ${demoApiKey}`);
  if (config.mode === 'LIVE' && config.mail === null) lines.push('', NO_MAIL);
  process.stdout.write(`${process.stdout.isTTY ? '\r\u001b[K' : ''}${lines.join('\n')}\n\n`);
}

async function stop(server: RunningServer): Promise<void> {
  const limit = setTimeout(() => {
    process.stderr.write('Not everything could be stopped in 10 s; exiting all the same.\n');
    process.exit(1);
  }, STOP_LIMIT_MS);
  limit.unref();
  try {
    await server.stop();
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** What an operator can mend is said in a sentence; anything else with its stack. */
function explain(error: unknown): void {
  if (error instanceof StartError) {
    process.stderr.write(`\n${error.message}\n`);
  } else if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    process.stderr.write(`\n${messageOf(error)}\nAnother program has the port; set PORT to a free one.\n`);
  } else {
    process.stderr.write(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}
