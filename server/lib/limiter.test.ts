import { describe, expect, it } from '@jest/globals';
import { createLimiter, OverloadedError } from './limiter.ts';

describe('a limiter', () => {
  it('runs so many at a time and the others in order, whether they succeed or not', async () => {
    const limited = createLimiter(2);
    const ends: (() => void)[] = [];
    const begun: number[] = [];
    const works = Array.from({ length: 5 }, (_, index) =>
      limited(async () => {
        begun.push(index);
        await new Promise<void>((resolve) => ends.push(resolve));
        if (index % 2 === 1) throw new Error(String(index));
        return index;
      }),
    );
    const settled = Promise.allSettled(works);
    for (let ended = 0; ended < 5; ended += 1) {
      expect(begun).toHaveLength(Math.min(ended + 2, 5));
      ends[ended]!();
      await Promise.allSettled([works[ended]]);
      await Promise.resolve();
    }
    expect(begun).toEqual([0, 1, 2, 3, 4]);
    expect((await settled).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('refuses when too many wait, and takes more when they are through', async () => {
    const limited = createLimiter(1, 1);
    let end = () => {};
    const first = limited(() => new Promise<void>((resolve) => (end = resolve)));
    const second = limited(async () => 'second');
    await expect(limited(async () => 'third')).rejects.toThrow(OverloadedError);
    end();
    await first;
    expect(await second).toBe('second');
    expect(await limited(async () => 'fourth')).toBe('fourth');
  });
});
