export type StatisticalModel =
  | 'OUTLIER'
  | 'POSTING_TIMES'
  | 'HASHTAG_LIFT'
  | 'FORMAT_LIFT'
  | 'FORECAST'
  | 'TREND_VELOCITY'
  | 'EXPECTED_OUTCOME';

/** Method, data and limits of a model. */
export interface ModelCard {
  model: StatisticalModel;
  version: string;
  method: string;
  data: string;
  limits: string;
  references: string[];
  /** Null where not measured. */
  falseClaimRate: number | null;
}

/** A card for each model whose results the API shows; docs/STATISTICS.md tells the same at length. */
export const MODEL_CARDS: Readonly<Record<StatisticalModel, ModelCard>> = {
  OUTLIER: {
    model: 'OUTLIER',
    version: '2',
    method:
      'x = log(1 + views) at one age. robustZ = (x − median) / (1.4826 · MAD) over the account’s other videos at that age; multipleOfMedian = views / their median views. The age is the latest of 1, 3, 6, 12 and 24 hours, 3, 7, 14, 30, 90, 180 and 365 days at which the video and at least 8 others are known (basis EQUAL_AGE); where there is none, the newest views of videos that were captured at 30 days or later are compared (GROWN_UP). onTrackFor adds the median growth of log(1 + views) from that age to 30 days of the account’s other videos; its interval lies between two order statistics of these growths, and its level says how likely that is.',
    data: 'Our own captures of the account’s videos, at most the 50 others that were posted nearest in time. Views at an age are a straight line between the captures around it, which may not be further apart than half the age. Exports are not used: they know their time to the day.',
    limits:
      'Null below 8 comparable videos, so for the first weeks of an account. Videos posted before the account was connected are known at later ages alone, and mostly compared as GROWN_UP, whose ages differ. Among 8 videos a score is rough: of normal values MAD has a standard error of about 1.17/√n of itself, 41 % at 8. A score is a distance and not a test: more than 2.3 % of usual videos are above 2, as median and MAD are estimates. The interval of onTrackFor takes it that the next video grows like the former ones, and leaves out the error of the median. Not causal.',
    references: [
      'https://doi.org/10.1016/j.jesp.2013.03.013',
      'https://doi.org/10.1214/aoms/1177731788',
      'https://doi.org/10.1080/01621459.2017.1307116',
      'https://outlier.so/docs/finding-outliers/understanding-outlier-scores',
    ],
    falseClaimRate: null,
  },
  HASHTAG_LIFT: {
    model: 'HASHTAG_LIFT',
    version: '1',
    method:
      'Outcome: log(1 + views) at one age, less what was usual for the account then. Every hashtag is a random effect on it, all estimated together: ridge regression whose penalty is noise over effect variance, by restricted likelihood with a gamma(2) prior on the effects’ deviation. value is exp(posterior mean) − 1, with a 95 % posterior interval; unshrunken is the difference of plain means. HIGHER and LOWER need an interval that leaves out 0, and a partial correlation, given the hashtags claimed before, above the largest of all hashtags in 95 % of rearrangements of the outcomes, in runs of about ten neighbours.',
    data: 'The account’s own posts of the range: the 100 hashtags used most, each on at least 3 posts and missing from at least 3. Hashtags that always come together count as one.',
    limits:
      'Nothing below 8 posts. Few posts find little: of 15 hashtags one that goes with twice the views is claimed in about half of the accounts with 120 posts (docs/STATISTICS.md). Hashtags that nearly always come together can hardly be told apart, and one may stand for another that is not claimed. Intervals take the variances as known, and neighbouring posts as independent. Not causal: a creator may use some hashtags on better videos.',
    references: [
      'https://doi.org/10.1093/biomet/58.3.545',
      'https://doi.org/10.1007/s11336-013-9328-2',
      'https://doi.org/10.1214/ss/1177011926',
      'https://doi.org/10.1080/01621459.1994.10476870',
      'https://doi.org/10.1080/07350015.1983.10509354',
    ],
    falseClaimRate: 0.014,
  },
  FORMAT_LIFT: {
    model: 'FORMAT_LIFT',
    version: '1',
    method:
      'Outcome: log(1 + views) at one age, less what was usual for the account then. The classes of a property (bands of duration, caption length and posts in the week before; orientation; format) are random effects on it: means pulled towards 0 by noise over effect variance, by restricted likelihood with a gamma(2) prior on the effects’ deviation. value is exp(posterior mean) − 1, with a 95 % posterior interval; unshrunken is the plain mean. HIGHER and LOWER need an interval that leaves out 0, and a partial correlation, given the classes claimed before, above the largest of the property’s classes in 95 % of rearrangements of the outcomes, in runs of about ten neighbours.',
    data: 'The account’s own posts of the range of which the property is known; classes with at least 3 posts and 3 posts outside. FORMAT compares nothing yet: TikTok’s API tells of videos alone.',
    limits:
      'Nothing below 8 posts. Each property has its own 5 % of false claims, and properties are not adjusted for each other. Of two classes one is claimed, as the other says the same. Where one class does better the others lie below the account’s usual, and one of these may be claimed LOWER in its place. Bands are ours, the same for all accounts. Not causal.',
    references: [
      'https://doi.org/10.1093/biomet/58.3.545',
      'https://doi.org/10.1007/s11336-013-9328-2',
      'https://doi.org/10.1214/ss/1177011926',
      'https://doi.org/10.1080/01621459.1994.10476870',
      'https://doi.org/10.1080/07350015.1983.10509354',
    ],
    falseClaimRate: 0.03,
  },
  FORECAST: {
    model: 'FORECAST',
    version: '1',
    method:
      'Gains of a day by one of three methods: naive (followers stand still, a day gains what the last one did), drift (the mean gain of 28 days), damped-holt (that mean, and what a smoothed excess of the last days above it has left). Below 60 days it is drift; above, the method with the least mean absolute error at the older half of the rolling origins, where naive must be 30 % better. Intervals are split conformal for each day ahead: the ⌈(n + 1) · confidence⌉th smallest of the absolute errors that far ahead, at the newer half of the origins, at most 90. Each answer is checked on its own past: its intervals as they would have been given on each of the newest days, from what was known then.',
    data: 'Whole days in the account’s zone, at most the last 280: followers at their end, views and likes gained by all videos, from our captures and from exports. Up to 7 unknown days are filled by a straight line; after more, history begins anew.',
    limits:
      'Takes 8 + h + c/(1 − c) days of history for h days ahead at confidence c, else InsufficientData. Measured 14 days ahead at 80 %, from 90 days: on simulated accounts 74–82 % of the values were inside, on the sandbox’s creators 80 %, and the error was 0.92–1.01 of drift’s; from 30 days 70–84 %. Far ahead from short histories followers are covered much less: 81–85 % instead of 95 %, 90 days ahead from 117 days. No real daily histories were at hand. It knows no planned post and no weekday within the week, and foresees no viral video. Days between captures far apart are smoother than the truth, so intervals of a rarely captured account are too narrow.',
    references: [
      'https://doi.org/10.48550/arXiv.2410.13115',
      'https://doi.org/10.1287/mnsc.31.10.1237',
      'https://otexts.com/fpp3/accuracy.html',
    ],
    falseClaimRate: null,
  },
  POSTING_TIMES: {
    model: 'POSTING_TIMES',
    version: '1',
    method:
      'Outcome: log(1 + views) at one age, less what was usual for the account then. Hours (6 blocks of 4, over all days) and days (7, over all hours) are group means, partially pooled by normal–normal empirical Bayes. Intervals are as wide as it takes for the best of these 13 to lie above 0 in at most 4 % of permutations of the outcomes within about 30 neighbouring posts, and at least 1.96 posterior deviations; HIGHER is an interval above 0. The 42 blocks of a week are hours + day + own deviation in one model with crossed random effects; one is HIGHER only under hours or a day that are, where its own posts pass such a permutation test too. Slots: Thompson sampling over the blocks’ posteriors.',
    data: 'The account’s own posts, in its time zone. Published lists weigh as much as one post, since they contradict one another.',
    limits:
      'LOWER is never claimed: it would take half of the budget for false claims, and is no advice. Few posts find little: hours that truly bring half as many views again are seen in 20–41 % of accounts with 240 posts, and in 8–10 % with 60 (docs/STATISTICS.md has the curve). Hours and a day that mostly come together are not told apart. Where outcomes of neighbouring posts are correlated by 0.2, four times as much as real creators’ are, up to 7 % are told of posting time without cause. Intervals hold in about 92 % of simulated cases and are called 90 %. An interval below 0, or of a block without a verdict, is no claim. Not causal: a creator may post better videos at some hours.',
    references: [
      'https://doi.org/10.1080/01621459.1975.10479864',
      'https://doi.org/10.1007/s11336-013-9328-2',
      'https://doi.org/10.2202/1544-6115.1585',
      'https://doi.org/10.2307/2529430',
      'https://doi.org/10.1093/biomet/25.3-4.285',
    ],
    falseClaimRate: 0.045,
  },
  TREND_VELOCITY: {
    model: 'TREND_VELOCITY',
    version: '1',
    method:
      'All-time counts: what a day of the window added, over the count at its end; increments are negative binomial over steps of any length, their dispersion drawn towards what is usual, and rounding adds to the error. Counts of a day or of a source’s own window, and curves: the Theil–Sen slope of the logarithm over the newest week, or since the peak within it where it has fallen from there by a quarter in two days or more. 90 % intervals with Student’s t; trends are ranked by the lower bound. A trend is EXPLODING where, of all trends of its list together (Benjamini–Hochberg, 5 %), it grows by more than 5 % a day beyond chance, or by more than 2 % if all-time views are counted; 100,000 views or 100 posts came within the window; no fewer come a day than before; and it was seen in the last 3 days. A curve cannot tell what came: it takes five days of it, and 100,000 views or 100 posts where its source counts either. Over a workspace’s own videos it takes posts of two accounts. EMERGING: more come a day than before, or it grows as fast without the volume or the certainty. PEAKING: as many come after a window in which more and more did, or fewer come and it still grows as fast. FADING: fewer come a day. STEADY: nothing that can be told from chance.',
    data: 'What the best source said of the trend in the last 28 days, at least three observations six hours apart. The window is the newest 2.5 days of an all-time count, longer, to 14 days, until it rose by four rounding steps; else the newest week. A day that is not over is left out.',
    limits:
      'An all-time count, a day’s count and a curve grow in different senses: each says so in its definition, and trends are best compared within one source. A young trend grows fast by nature: even what comes evenly adds 5 % a day for three weeks. Checked on TikTok’s lists of 2022 alone, of ten hashtags and ten sounds a day, chosen by editors: what grew most there came from five hashtags and twelve sounds, and few hashtags were found (docs/STATISTICS.md has precision and recall). Curves, daily counts and windows were checked by simulation only. The interval is of the growth now and no forecast: the growth of the next three days lay in it on 45 to 77 % of the days of a stage. Weekdays are not adjusted for. In a workspace with one account, or few videos, nothing explodes. A trend that leaves its list is not known to fall.',
    references: [
      'https://doi.org/10.1017/CBO9780511973420',
      'https://doi.org/10.2202/1544-6115.1027',
      'https://doi.org/10.1080/01621459.1968.10480934',
      'https://doi.org/10.1111/j.2517-6161.1995.tb02031.x',
    ],
    falseClaimRate: 0.013,
  },
  EXPECTED_OUTCOME: {
    model: 'EXPECTED_OUTCOME',
    version: '1',
    method:
      'The account’s next video is taken to be one more of those before it: value is the median of their views at 7 days, the interval lies between two order statistics of them, and its level, 80 to 90 % (78 % of 8 videos), is the probability that a video exchangeable with them falls between. Of a recommendation that was used, the views of its video at 7 days are held against the interval once they are known; coverage is the share that lay inside, over all accounts of this server, null below 30.',
    data: 'The newest 50 videos of the account whose views at 7 days are known from our own captures, when the recommendation was made; at least 8. Views at 7 days are a straight line between the captures around them, which may not be further apart than half that age.',
    limits:
      'It does not say what the recommendation brings: lifts are associations, so none is added, and all recommendations of a run expect the same. A growing account does better than its past, a fading one worse. Outcomes are those of videos that people named as made from a recommendation, which are not all, and may be the better ones. Nothing for accounts connected less than a week ago, since the views at 7 days of earlier videos are unknown.',
    references: ['https://doi.org/10.1214/aoms/1177731788', 'https://doi.org/10.1080/01621459.2017.1307116'],
    falseClaimRate: null,
  },
};
