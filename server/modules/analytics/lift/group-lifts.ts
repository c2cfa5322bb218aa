import { claimedGroups } from './group-claims.ts';
import type { Lift } from './lift.ts';
import { crossProductsOf } from './post-groups.ts';
import { randomEffects } from './random-effects.ts';
import { studentTQuantile } from './student-t.ts';

/** Fewer posts than these say nothing of groups. */
const MIN_POSTS = 8;
/** A group is compared that has so many posts, and so many posts are not in it. */
const MIN_POSTS_PER_GROUP = 3;
const LEVEL = 0.95;

/** Posts that have a property in common, as their indices in the outcomes. */
export interface PostGroup<Label> {
  label: Label;
  members: readonly number[];
}

export interface GroupLift<Label> {
  group: PostGroup<Label>;
  /** Without the words for it. */
  lift: Omit<Lift, 'definition'>;
}

/**
 * The lifts of those groups that can be compared, claims first, then by how far the effect is from 0 in standard
 * deviations; none where there are too few outcomes (log views less the usual, in the order of posting) or all are the same.
 *
 * - REST: groups overlap. A lift is of posts in the group over posts alike that are not in it, that is: in the same other
 *   groups. Effects are random, those of all groups estimated together (`randomEffects`).
 * - ALL: no post is in two groups. A lift is of posts in the group over all posts.
 *
 * HIGHER and LOWER need both an interval that leaves out 0, and evidence beyond what the best of all groups reaches by
 * chance (`claimedGroups`).
 */
export function groupLifts<Label>(
  outcomes: readonly number[],
  groups: readonly PostGroup<Label>[],
  over: 'REST' | 'ALL',
): GroupLift<Label>[] {
  const count = outcomes.length;
  const compared = groups.filter(
    ({ members }) => members.length >= MIN_POSTS_PER_GROUP && members.length <= count - MIN_POSTS_PER_GROUP,
  );
  const mean = outcomes.reduce((sum, value) => sum + value, 0) / count;
  const centred = outcomes.map((value) => value - mean);
  const sumOfSquares = centred.reduce((sum, value) => sum + value ** 2, 0);
  // Of outcomes that are all the same, centring may leave roundings.
  const isAllTheSame = sumOfSquares <= count * (1e-9 * Math.max(1, Math.abs(mean))) ** 2;
  if (count < MIN_POSTS || compared.length === 0 || isAllTheSame) return [];

  const members = compared.map((group) => group.members);
  const sums = members.map((indices) => indices.reduce((sum, i) => sum + centred[i]!, 0));
  const { effects, variances } = randomEffects({
    crossProducts: crossProductsOf(members, count, over === 'REST' ? 'CENTRED' : 'AS_THEY_ARE'),
    sums,
    sumOfSquares,
    degreesOfFreedom: count - 1,
  });
  const quantile = studentTQuantile((1 + LEVEL) / 2, count - 1);
  const distances = effects.map((effect, j) => Math.abs(effect) / Math.sqrt(variances[j]!));
  const byEvidence = [...effects.keys()].sort((a, b) => distances[b]! - distances[a]!);
  const candidates = byEvidence.filter((j) => distances[j]! > quantile);
  const claimed = claimedGroups(centred, members, candidates);

  return byEvidence
    .sort((a, b) => Number(claimed.has(b)) - Number(claimed.has(a)))
    .map((j): GroupLift<Label> => {
      const effect = effects[j]!;
      const margin = quantile * Math.sqrt(variances[j]!);
      const size = members[j]!.length;
      const share = over === 'REST' ? 1 - size / count : 1;
      return {
        group: compared[j]!,
        lift: {
          value: Math.expm1(effect),
          interval: {
            lower: Math.expm1(effect - margin),
            upper: Math.expm1(effect + margin),
            level: LEVEL,
            method: 'empirical Bayes',
          },
          sampleSize: size,
          unshrunken: Math.expm1(sums[j]! / size / share),
          verdict: !claimed.has(j) ? 'NO_EVIDENCE_YET' : effect > 0 ? 'HIGHER' : 'LOWER',
        },
      };
    });
}
