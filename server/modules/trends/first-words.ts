import type { RowPlace } from '../imports/import-record.ts';
import type { TrendSighting } from './trend-sighting.ts';

type Counts = Pick<TrendSighting, 'rank' | 'views' | 'posts'>;

/**
 * Remembers what an import first said of each trend and time, which is what counts, and says of each further word whether it
 * contradicts that one, in a sentence; null where it says the same, or what the first left open.
 *
 * @param nameOf tells one trend and time from all others.
 */
export function firstWords(
  nameOf: (sighting: TrendSighting) => string,
): (sighting: TrendSighting, place: RowPlace) => string | null {
  const first = new Map<string, { counts: Counts; place: RowPlace }>();
  return (sighting, place) => {
    const name = nameOf(sighting);
    const { rank, views, posts } = sighting;
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, { counts: { rank, views, posts }, place });
      return null;
    }
    const { counts } = before;
    const agrees =
      differsNot(counts.rank, rank) && differsNot(counts.views, views) && differsNot(counts.posts, posts);
    return agrees
      ? null
      : `It says otherwise than ${wordsOf(before.place, place)} of the same trend and time, which counts.`;
  };
}

function differsNot<Value>(one: Value | null, other: Value | null): boolean {
  return one === null || other === null || one === other;
}

function wordsOf({ fileName, row }: RowPlace, { fileName: here }: RowPlace): string {
  const where = row === null ? 'an earlier item' : `row ${String(row)}`;
  return fileName === here ? where : `${where} of ${fileName}`;
}
