/**
 * What published lists say of posting times, as an effect on log views, in the weight of one post of the account.
 *
 * They contradict one another. Sprout Social (2025, https://sproutsocial.com/insights/?p=172822, times on the
 * poster's own clock) finds most engagement from 14:00 to 17:00 on Wednesdays, late afternoons of Tuesdays and Thursdays
 * close by, and least on Sundays. Adobe Express (2025, 21,000 videos of 160 creators,
 * https://marketingprofs.com/charts/2025/52561/the-best-days-and-times-to-post-on-tiktok) finds most views on Sundays, and
 * gives hours in UTC, which are no hours of any creator's clock. So days cancel out, and two blocks of hours keep a
 * nudge. No source gives a size; 0.1 is ours.
 */
export const POSTING_PRIOR = {
  /** Of the blocks from 0:00, 4:00, … 20:00. */
  hours: [0, 0, 0, 0.1, 0.1, 0],
  /** Monday first. */
  days: [0, 0, 0, 0, 0, 0, 0],
  description:
    'Published lists of 2025 in the weight of one post: +11 % for 12:00–20:00 (Sprout Social, sproutsocial.com/insights/?p=172822; the size is ours), nothing for days, since Sprout Social calls Sunday the worst and Adobe Express the best (marketingprofs.com/charts/2025/52561). They change what is estimated by a hair, and never make a claim.',
} as const;
