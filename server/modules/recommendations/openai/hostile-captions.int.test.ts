import { expect, test } from '@jest/globals';
import { HOSTILE_CAPTIONS } from '../../../testing/hostile-captions.ts';
import { runHostileCaptions } from '../../../testing/hostile-captions-scenario.ts';

test('captions and wishes that give orders reach the model as data, and what they ask for reaches nobody', async () => {
  expect(HOSTILE_CAPTIONS.length).toBeGreaterThanOrEqual(40);
  const { requests, followed, obeyed, delivered } = await runHostileCaptions();
  expect(requests).toEqual([]);
  expect(followed).toEqual([]);
  expect(obeyed).toBeGreaterThan(HOSTILE_CAPTIONS.length);
  expect(delivered).toBeGreaterThan(0);
});
