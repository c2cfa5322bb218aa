import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MATCH_WITHIN_MS, matchPosts } from './post-matching.ts';

const SECOND_MS = 1_000;
const at = (seconds: number) => 1_700_000_000_000 + seconds * SECOND_MS;
const video = (id: string, seconds: number) => ({ id, postedAt: at(seconds) });

describe('matchPosts', () => {
  it('knows a video by the time of its post, up to three minutes off', () => {
    const videos = [video('early', -180), video('late', 1_180), video('far', 5_000)];
    expect([...matchPosts([at(1_000), at(0), at(4_819)], videos)]).toEqual([
      [at(0), 'early'],
      [at(1_000), 'late'],
    ]);
  });

  it('leaves alone what could be two videos, and a video that could be two posts', () => {
    expect(matchPosts([at(0)], [video('a', 0), video('b', 170)]).size).toBe(0);
    expect(matchPosts([at(0), at(170)], [video('a', 0)]).size).toBe(0);
    expect(matchPosts([at(0), at(0)], [video('a', 0)]).size).toBe(0);
  });

  it('matches just the pairs that nothing else comes near', () => {
    const seconds = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 12 });
    fc.assert(
      fc.property(seconds, seconds, (posts, videos) => {
        const times = posts.map(at);
        const known = videos.map((second, index) => video(String(index), second));
        const isNear = (a: number, b: number) => Math.abs(a - b) <= MATCH_WITHIN_MS;
        const expected = times.flatMap((post) => {
          const near = known.filter(({ postedAt }) => isNear(postedAt, post));
          const [only] = near;
          return near.length === 1 && times.filter((other) => isNear(other, only!.postedAt)).length === 1
            ? [[post, only!.id]]
            : [];
        });
        expect(new Map(matchPosts(times, known))).toEqual(new Map(expected as [number, string][]));
      }),
      { numRuns: 1_000 },
    );
  });
});
