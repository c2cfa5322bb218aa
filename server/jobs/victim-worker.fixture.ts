import { openDatabase } from '../data/open-database.ts';
import { SILENT_LOG } from '../testing/log.ts';
import { defineJob, defineWorker } from './job.ts';
import { createQueue } from './queue.ts';

/**
 * A worker process for a test to kill: takes a `test.victim` job and never ends it.
 * Says `working` on its standard output once it has one.
 */
const [, , url = ''] = process.argv;
const job = defineJob<object>('test.victim');
const database = await openDatabase({ url }, SILENT_LOG);
const queue = createQueue(database, SILENT_LOG, { jobs: [job] });
await queue.start();
await queue.work([
  defineWorker(job, async () => {
    process.stdout.write('working\n');
    await new Promise(() => undefined);
  }),
]);
