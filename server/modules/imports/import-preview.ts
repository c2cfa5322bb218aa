import type { AccountPoint } from '../analytics/series/account-series.ts';
import { addDays, startOfDay } from '../analytics/calendar.ts';
import { withFollowerGains } from '../analytics/series/imported-days.ts';
import type { ImportedDay } from '../analytics/series/imported-days.ts';
import type { ImportedFigures } from './import-batch.ts';

const MAX_POINTS = 100;

export interface Preview {
  add(date: string, downloadedOn: string, figures: ImportedFigures): void;
  /** Days of which there is something to show, oldest first. */
  dates(): string[];
  /** @param videosPosted by day; a day that is not there has none. */
  points(videosPosted: ReadonlyMap<string, number>): AccountPoint[];
}

/** The first 100 days that an import would store, by the rules of the account's series. Holds no more than these. */
export function createPreview(): Preview {
  const days = new Map<string, ImportedDay>();

  return {
    add(date, downloadedOn, figures) {
      const known = days.get(date);
      const read = Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== null));
      if (Object.keys(read).length === 0) return;
      if (known === undefined) {
        const start = startOfDay(date, 'UTC');
        const end = startOfDay(addDays(date, 1), 'UTC');
        days.set(date, { ...figures, date, downloadedOn, start, end });
        // The latest can be among the first no more: earlier ones do not go away.
        if (days.size > MAX_POINTS) days.delete([...days.keys()].reduce((a, b) => (a > b ? a : b)));
      } else if (downloadedOn >= known.downloadedOn) {
        days.set(date, { ...known, ...read, downloadedOn });
      }
    },
    dates: () => [...days.keys()].sort(),
    points: (videosPosted) =>
      withFollowerGains([...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1))).map((day) => ({
        date: day.date,
        followers: day.followers,
        followersGained: day.followersGained,
        viewsGained: day.views,
        likesGained: day.likes,
        commentsGained: day.comments,
        sharesGained: day.shares,
        videosPosted: videosPosted.get(day.date) ?? 0,
        profileViews: day.profileViews,
        viewers: day.viewers,
        sources: ['STUDIO_EXPORT'],
        quality: 'UTC_DAY',
      })),
  };
}
