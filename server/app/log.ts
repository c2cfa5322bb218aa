import { pino } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from '../lib/config.ts';
import type { Log } from '../lib/log.ts';

/** Nothing that is logged should hold these; where something does all the same, they do not come out. */
const SECRETS = [
  'authorization',
  'cookie',
  'accessToken',
  'refreshToken',
  'access_token',
  'refresh_token',
  'client_secret',
  'apiKey',
  'state',
].flatMap((name) => [name, `*.${name}`]);

/** Lines for people on a terminal, JSON for machines elsewhere. */
export function createLog({ logLevel }: Pick<Config, 'logLevel'>): Log {
  const options = { level: logLevel, redact: SECRETS, base: null };
  return process.stdout.isTTY
    ? pino(options, pretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' }))
    : pino(options);
}
