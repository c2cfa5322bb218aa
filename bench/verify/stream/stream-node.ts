/** One node of several on one database, as the environment says. Tells its parent where it is; ends with it. */
import process from 'node:process';
import { DOOR_LIMITS } from '../../../server/http/door-limits.ts';
import { startServer } from '../../../server/start.ts';
import { onlyStatistical } from '../../../server/testing/server.ts';
import { createRecordingLog } from '../../../server/testing/log.ts';

const { PACE_MS: paceMs, ...environment } = process.env;
const { log, entries } = createRecordingLog();
const server = await startServer({
  environment,
  createLog: () => log,
  withDemo: false,
  // All clients of a proof come from one address.
  limits: { socketsPerAddress: DOOR_LIMITS.sockets, connectionsPerAddress: DOOR_LIMITS.connections },
  overrides: environment['OPENAI_API_KEY'] === undefined ? { engines: onlyStatistical(Number(paceMs)) } : {},
});
process.send?.({ port: server.config.port, key: server.demoApiKey });
process.once('disconnect', () => {
  for (const { level, message } of entries) if (level === 'error') console.error(message);
  void server.stop().finally(() => process.exit());
});
