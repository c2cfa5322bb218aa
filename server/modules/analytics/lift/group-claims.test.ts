import { describe, expect, it } from '@jest/globals';
import { createRandom, randomNormal, type Random } from '../../../lib/random.ts';
import { claimedGroups } from './group-claims.ts';

const COUNT = 60;

function centredNoise(random: Random, count = COUNT): number[] {
  const values = Array.from({ length: count }, () => randomNormal(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  return values.map((value) => value - mean);
}

function some(random: Random, share: number, among = COUNT): number[] {
  return Array.from({ length: among }, (_, i) => i).filter(() => random() < share);
}

function raised(outcomes: readonly number[], members: readonly number[], by: number): number[] {
  const values = [...outcomes];
  for (const i of members) values[i]! += by;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

describe('claimedGroups', () => {
  it.each([12, 60])(
    'claims something in at most 5 % of data without any effect, however many groups are looked at: %i posts',
    (count) => {
      const random = createRandom('no effect');
      let claims = 0;
      const accounts = 40;
      for (let account = 0; account < accounts; account++) {
        const groups = Array.from({ length: 12 }, () => some(random, 0.3, count)).filter(
          ({ length }) => length > 0 && length < count,
        );
        if (claimedGroups(centredNoise(random, count), groups, [...groups.keys()]).size > 0) claims++;
      }
      // 5 % and three standard errors; `npm run verify:statistics` measures it closely.
      expect(claims / accounts).toBeLessThan(0.05 + 3 * 0.0345);
    },
  );

  it('claims what is there, and of two groups both', () => {
    const random = createRandom('effects');
    const groups = Array.from({ length: 6 }, () => some(random, 0.3));
    const outcomes = raised(raised(centredNoise(random), groups[1]!, 2.5), groups[4]!, -2.5);
    expect([...claimedGroups(outcomes, groups, [1, 4, 0, 2, 3, 5])].sort()).toEqual([1, 4]);
  });

  it('claims nothing but candidates', () => {
    const random = createRandom('candidates');
    const groups = Array.from({ length: 6 }, () => some(random, 0.3));
    const outcomes = raised(centredNoise(random), groups[1]!, 3);
    expect(claimedGroups(outcomes, groups, [])).toEqual(new Set());
    expect(claimedGroups(outcomes, groups, [0, 2])).toEqual(new Set());
  });

  it('does not claim a group that only comes along with a claimed one', () => {
    const random = createRandom('follower');
    const winner = some(random, 0.4);
    const follower = winner.filter(() => random() < 0.8);
    const outcomes = raised(centredNoise(random), winner, 3);
    expect(claimedGroups(outcomes, [winner, follower], [0, 1])).toEqual(new Set([0]));
    // Its plain mean would: asked first, it stands for the winner.
    expect(claimedGroups(outcomes, [winner, follower], [1]).has(1)).toBe(true);
  });

  it('claims one of two groups of the same posts, and one of two that are each other’s rest', () => {
    const random = createRandom('same');
    const members = some(random, 0.4);
    const rest = Array.from({ length: COUNT }, (_, i) => i).filter((i) => !members.includes(i));
    const outcomes = raised(centredNoise(random), members, 3);
    expect(claimedGroups(outcomes, [members, members], [0, 1])).toEqual(new Set([0]));
    expect(claimedGroups(outcomes, [members, rest], [1, 0])).toEqual(new Set([1]));
  });

  it('keeps good weeks and tags of a week from being taken for each other', () => {
    const random = createRandom('weeks');
    let claims = 0;
    const accounts = 25;
    for (let account = 0; account < accounts; account++) {
      let week = 0;
      const outcomes = Array.from({ length: 120 }, () => (week = 0.5 * week + randomNormal(random)));
      // Each group is a run of a dozen posts.
      const groups = Array.from({ length: 10 }, (_, j) => Array.from({ length: 12 }, (_i, i) => 12 * j + i));
      if (claimedGroups(raised(outcomes, [], 0), groups, [...groups.keys()]).size > 0) claims++;
    }
    expect(claims / accounts).toBeLessThan(0.16);
  });

  it('finds what comes every second or every seventh post', () => {
    for (const period of [2, 7]) {
      const random = createRandom(`every ${String(period)}`);
      const members = Array.from({ length: 140 }, (_, i) => i).filter((i) => i % period === 0);
      const outcomes = raised(centredNoise(random, 140), members, 1.5);
      expect(claimedGroups(outcomes, [members], [0])).toEqual(new Set([0]));
    }
  });
});
