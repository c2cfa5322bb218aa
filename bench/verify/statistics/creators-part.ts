import { median, standardDeviation } from 'simple-statistics';
import { say } from '../figures.ts';
import { CREATORS_VARIABLE, loadCreators } from './creators.ts';
import type { StatisticsPart } from './part.ts';

/** What the real creators are like that other parts are checked on. */
export const creatorsPart: StatisticsPart = {
  name: 'creators',
  title: 'The real creators',
  measure(figures) {
    const creators = loadCreators();
    if (creators === null) {
      say(`  skipped: ${CREATORS_VARIABLE} names no folder.`);
      return [];
    }
    const withPosts = (least: number) => creators.filter(({ videos }) => videos.length >= least).length;
    const spreads = creators
      .filter(({ videos }) => videos.length >= 30)
      .map(({ videos }) => standardDeviation(videos.map(({ views }) => Math.log1p(views))));
    const videos = creators.reduce((sum, creator) => sum + creator.videos.length, 0);
    figures.add(
      'creators and their videos',
      '1,794 and 50,124',
      `${count(creators.length)} and ${count(videos)}`,
      creators.length === 1_794 && videos === 50_124,
    );
    return [
      {
        name: 'creators',
        columns: ['creators', 'videos', 'with ≥ 30', 'with ≥ 60', 'median σ(log views) of those with ≥ 30'],
        rows: [
          [
            count(creators.length),
            count(videos),
            count(withPosts(30)),
            count(withPosts(60)),
            median(spreads).toFixed(2),
          ],
        ],
      },
    ];
  },
};

function count(value: number): string {
  return value.toLocaleString('en');
}
