import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../lib/random.ts';
import { SortedWindow } from './sorted-window.ts';

describe('SortedWindow', () => {
  it('is the newest values in order of size, equal ones included', () => {
    const random = createRandom('window');
    const window = new SortedWindow(5);
    const values: number[] = [];
    expect(window.smallest(1)).toBeNull();
    for (let step = 0; step < 200; step++) {
      const value = Math.floor(random() * 6);
      values.push(value);
      window.add(value);
      const newest = values.slice(-5).toSorted((a, b) => a - b);
      expect(window.size).toBe(newest.length);
      expect(newest.map((_, index) => window.smallest(index + 1))).toEqual(newest);
      expect(window.smallest(newest.length + 1)).toBeNull();
    }
  });
});
