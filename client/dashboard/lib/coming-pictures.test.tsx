/** @jest-environment ./client/sdk/testing/browser-environment.ts */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { cleanup, render } from '@testing-library/react';
import { useComingPictures } from './coming-pictures.ts';

const NOW = '2026-11-22T08:00:00.000Z';
const ago = (seconds: number) => new Date(new Date(NOW).getTime() - seconds * 1_000).toISOString();

beforeEach(() => {
  jest.useFakeTimers({ now: new Date(NOW) });
});
afterEach(() => {
  cleanup();
  jest.useRealTimers();
});

/** The seconds after NOW at which it looks. */
function looksOf(isMissing: boolean, lastSyncedAt: string | null) {
  const looks: number[] = [];
  const look = () => looks.push((Date.now() - new Date(NOW).getTime()) / 1_000);
  function Page({ missing }: { readonly missing: boolean }) {
    useComingPictures(missing, lastSyncedAt, look);
    return null;
  }
  const { rerender } = render(<Page missing={isMissing} />);
  return {
    looks,
    come: () => {
      rerender(<Page missing={false} />);
    },
  };
}

test('looks less and less often for pictures that a sync has just seen, and not for ever', () => {
  const { looks } = looksOf(true, ago(0));
  jest.advanceTimersByTime(3_600_000);
  expect(looks.slice(0, 4)).toEqual([2, 5, 9.5, 16.25]);
  expect(looks.length).toBeLessThan(12);
  expect(looks.at(-1)).toBeLessThanOrEqual(180);
});

test('looks no more once they have come', () => {
  const { looks, come } = looksOf(true, ago(0));
  jest.advanceTimersByTime(2_000);
  come();
  jest.advanceTimersByTime(3_600_000);
  expect(looks).toEqual([2]);
});

test.each([
  ['none is missing', false, ago(0)],
  ['the sync is long ago', true, ago(600)],
  ['there was no sync', true, null],
] as const)('does not look where %s', (_why, isMissing, lastSyncedAt) => {
  const { looks } = looksOf(isMissing, lastSyncedAt);
  jest.advanceTimersByTime(3_600_000);
  expect(looks).toEqual([]);
});
