import { expect, it } from '@jest/globals';
import { discoveries } from './false-discoveries.ts';

it('rejects what the example of Benjamini & Hochberg (1995, section 4) rejects: the four smallest of 15', () => {
  const pValues = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1,
  ];
  expect(discoveries(pValues, 0.05)).toEqual(pValues.map((p) => p < 0.01));
  expect(discoveries(pValues.toReversed(), 0.05)).toEqual(pValues.toReversed().map((p) => p < 0.01));
});

it('rejects all of a list that passes as a whole, though its largest alone would not', () => {
  expect(discoveries([0.04, 0.02, 0.045], 0.05)).toEqual([true, true, true]);
  expect(discoveries([0.04, 0.9, 0.9], 0.05)).toEqual([false, false, false]);
  expect(discoveries([], 0.05)).toEqual([]);
});
