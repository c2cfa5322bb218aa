import { expect, test } from '@jest/globals';
import { runLyingModel } from '../../../testing/lying-model-scenario.ts';

// `npm run verify:stream -- --only lying` has many more runs.
test('of what a lying model writes, nothing is delivered but what holds, and all of that', async () => {
  const { lies, honest, delivered, dropped, asked, writtenAnew, ungrounded, odd, reasons } =
    await runLyingModel(12);
  expect(ungrounded).toEqual([]);
  expect(odd).toEqual([]);
  expect(reasons).toEqual([]);
  expect(delivered).toBe(honest);
  expect(delivered + dropped).toBe(asked);
  expect(lies.size).toBeGreaterThan(15);
  expect(writtenAnew).toBeGreaterThan(20);
});
