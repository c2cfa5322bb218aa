import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readTrends } from './trend-reading-test-kit.ts';

const page = readFileSync('docs/TRENDS.md', 'utf8');
const examples = [...page.matchAll(/```(csv|json)\n(.*?)```/gs)].map(([, kind, text]) => ({
  kind: kind!,
  text: text!,
}));

describe('the examples of docs/TRENDS.md', () => {
  it.each(examples)('are read without a problem: $kind $#', async ({ kind, text }) => {
    const { sightings, problems } = await readTrends(`list.${kind}`, text, { region: 'US' });
    expect(problems).toEqual([]);
    expect(sightings.length).toBeGreaterThan(0);
  });

  it('are of every format', async () => {
    const read = await Promise.all(examples.map(({ kind, text }) => readTrends(`list.${kind}`, text)));
    const formats = read.flatMap(({ lists }) => lists.map(({ format }) => format));
    expect(new Set(formats)).toEqual(
      new Set(['csv-trends', 'creative-center-legacy', 'creative-center-one', 'discover-list']),
    );
  });
});
