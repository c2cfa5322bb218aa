/** One node of several on one database, without a demo. Tells its parent where it is; ends with it. */
import process from 'node:process';
import { startServer } from '../../../server/start.ts';
import { onlyStatistical } from '../../../server/testing/server.ts';
import { createRecordingLog } from '../../../server/testing/log.ts';

const { log } = createRecordingLog();
const server = await startServer({
  environment: process.env,
  createLog: () => log,
  withDemo: false,
  overrides: { engines: onlyStatistical(0) },
});
process.send?.({ port: server.config.port, key: server.demoApiKey });
process.once('disconnect', () => {
  void server.stop().finally(() => process.exit());
});
