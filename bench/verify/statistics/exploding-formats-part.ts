import { createRandom, type Random } from '../../../server/lib/random.ts';
import { explodingFormats } from '../../../server/modules/trends/corpus/exploding-formats.ts';
import type { Figures } from '../figures.ts';
import { addAnyFalse, ClaimTally } from './claim-tally.ts';
import { percent, type QuotedTable, type StatisticsPart } from './part.ts';
import { simulatedCorpus, type PlantedFormat, type SimulatedCorpus } from './simulated-corpus.ts';

/** Corpora of one person and of teams, posts of 28 days; how many of each are simulated. */
const CORPORA = [
  { accounts: 1, posts: 30, count: 200 },
  { accounts: 1, posts: 90, count: 200 },
  { accounts: 10, posts: 30, count: 200 },
  { accounts: 50, posts: 20, count: 60 },
];
const PLANTED = 100;
/** Rearranging in runs keeps most of what neighbours have in common, and not all. */
const MOST_WHERE_ALIKE = 0.07;
const FEATURES = ['caption:question', 'duration:30'];
const FOUND = 'the planted format';

/** Whether a format is called exploding without being so, and whether one that is so is found. */
export const explodingFormatsPart: StatisticsPart = {
  name: 'exploding-formats',
  title: 'Formats that explode',
  async measure(figures) {
    return [await noFormat(figures), await oneFormat(figures)];
  },
};

async function noFormat(figures: Figures): Promise<QuotedTable> {
  const random = createRandom('no format explodes');
  const all = { apart: new ClaimTally(), alike: new ClaimTally() };
  const rows: string[][] = [];
  for (const { count, ...corpus } of CORPORA) {
    const apart = await tallyOf(count, corpus, null, random, all.apart);
    const alike = await tallyOf(count, { ...corpus, areNeighboursAlike: true }, null, random, all.alike);
    rows.push([
      String(corpus.accounts),
      String(corpus.posts),
      String(count),
      apart.tally.anyFalseInWords,
      alike.tally.anyFalseInWords,
    ]);
  }
  rows.push(['all', '', String(all.apart.creators), all.apart.anyFalseInWords, all.alike.anyFalseInWords]);
  addAnyFalse(figures, 'corpora told of an exploding format without any', all.apart);
  addAnyFalse(figures, 'the same, neighbouring posts alike', all.alike, MOST_WHERE_ALIKE);
  return {
    name: 'exploding-formats-null',
    columns: ['accounts', 'posts of each', 'corpora', 'any false claim', 'the same, neighbours alike'],
    rows,
  };
}

/** A question in 16–30 s, in every seventh post of all accounts. */
async function oneFormat(figures: Figures): Promise<QuotedTable> {
  const random = createRandom('one format explodes');
  const rows: string[][] = [];
  for (const outlierShare of [0.2, 0.4]) {
    for (const { accounts, posts } of CORPORA) {
      const planted = { features: FEATURES, share: 1 / 7, outlierShare };
      const { tally, inPart } = await tallyOf(PLANTED, { accounts, posts }, planted, random);
      figures.add(
        `false discoveries beside a format with ${percent(outlierShare, 0)} outliers, ${String(accounts)} × ${String(posts)} posts`,
        '≤ 10 %',
        percent(tally.falseDiscoveries),
        tally.falseDiscoveries <= 0.1,
      );
      rows.push([
        percent(outlierShare, 0),
        String(accounts),
        String(posts),
        percent(tally.power, 0),
        percent(inPart / PLANTED, 0),
        percent(tally.falseDiscoveries),
      ]);
    }
  }
  return {
    name: 'exploding-formats-planted',
    columns: [
      'outliers among its posts',
      'accounts',
      'posts of each',
      'found',
      'in part',
      'false discoveries',
    ],
    rows,
  };
}

/** What is claimed of simulated corpora; `inPart` are those told of one of the planted features and not of both. */
async function tallyOf(
  count: number,
  corpus: SimulatedCorpus,
  planted: PlantedFormat | null,
  random: Random,
  together?: ClaimTally,
): Promise<{ tally: ClaimTally; inPart: number }> {
  const tally = new ClaimTally();
  const truth = planted === null ? [] : [FOUND];
  let inPart = 0;
  for (let turn = 0; turn < count; turn++) {
    const formats = await explodingFormats(simulatedCorpus(corpus, random, planted));
    const claims = formats.map(({ features }) => {
      const shared = truth.length === 0 ? 0 : FEATURES.filter((feature) => features.includes(feature)).length;
      return shared === FEATURES.length ? FOUND : shared > 0 ? null : features.join();
    });
    if (claims.includes(null) && !claims.includes(FOUND)) inPart++;
    const told = claims.filter((claim) => claim !== null);
    tally.add(told, truth);
    together?.add(told, truth);
  }
  return { tally, inPart };
}
