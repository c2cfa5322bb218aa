import type { AnalysedPost } from './analysed-post.ts';
import { FORMAT_CLASSIFIERS, type FormatDimension } from './format-classes.ts';
import { groupLifts } from './group-lifts.ts';
import type { Lift } from './lift.ts';

export interface FormatLift {
  dimension: FormatDimension;
  /** Of the class, in words: "16–30 s". */
  label: string;
  lift: Lift;
}

/**
 * The lifts of the classes of each property that posts differ in: properties in the order of `FORMAT_CLASSIFIERS`, their
 * classes in natural order. A class is compared with all posts of which the property is known, if it has at least 3 of
 * them and they have 3 others; a property is left out that is known of fewer than 8 posts, or where all did the same.
 *
 * Each property has its own 5 % of false claims (`groupLifts`).
 */
export function formatLifts(unordered: readonly AnalysedPost[]): FormatLift[] {
  const posts = unordered.toSorted((a, b) => a.postedAt - b.postedAt);
  return FORMAT_CLASSIFIERS.flatMap(({ dimension, labels, labelOf, subject }) => {
    const known = posts.flatMap((post) => {
      const label = labelOf(post);
      return label === null ? [] : [{ label, outcome: post.outcome }];
    });
    const classes = labels.map((own) => ({
      label: own,
      members: known.flatMap(({ label }, i) => (label === own ? [i] : [])),
    }));
    const outcomes = known.map(({ outcome }) => outcome);
    return groupLifts(outcomes, classes, 'ALL')
      .sort((a, b) => labels.indexOf(a.group.label) - labels.indexOf(b.group.label))
      .map(({ group, lift }): FormatLift => ({
        dimension,
        label: group.label,
        lift: { ...lift, definition: definitionOf(subject) },
      }));
  });
}

function definitionOf(subject: string): string {
  return `Views associated with posts of this ${subject}, against all posts whose ${subject} is known. Association, not cause.`;
}
