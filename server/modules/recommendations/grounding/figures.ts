import type { EvidenceEstimate, EvidenceItem, StoredOutlierScore } from '../engine.ts';

/**
 * The numbers of an evidence item that text may quote, by name. Unknown ones are left out. Ratios are
 * fractions: an engagement of 8.4 % is 0.084.
 */
export function figuresOf(item: EvidenceItem): Record<string, number> {
  const figures = allFiguresOf(item);
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

type Figures = Record<string, number | null | undefined>;

function allFiguresOf(item: EvidenceItem): Figures {
  switch (item.kind) {
    case 'VIDEO': {
      const { views, likes, comments, shares } = item.metrics;
      const { durationSeconds } = item;
      return { views, likes, comments, shares, durationSeconds, ...figuresOfScore(item.outlier) };
    }
    case 'STATISTIC':
      return { ...figuresOfEstimate(item.estimate), days: item.days };
    case 'TREND': {
      const { rank, views, posts, windowDays, relevance } = item;
      return {
        ...figuresOfEstimate(item.dailyGrowth),
        windowDays,
        rank,
        views,
        posts,
        relevance: relevance?.score,
      };
    }
    case 'FINDING':
      return { ...figuresOfEstimate(item.effect), ...figuresInWords(item.summary) };
    case 'PAST_RECOMMENDATION': {
      const { views, outlier = null, outcome } = item.result ?? {};
      const { value: expected, interval } = outcome?.expected ?? {};
      return {
        views,
        ...figuresOfScore(outlier),
        firstWeekViews: outcome?.views,
        expected,
        expectedLower: interval?.lower,
        expectedUpper: interval?.upper,
      };
    }
  }
}

function figuresOfEstimate(estimate: EvidenceEstimate | null): Figures {
  if (estimate === null) return {};
  const { value, interval, sampleSize } = estimate;
  return { value, lower: interval.lower, upper: interval.upper, level: interval.level, sampleSize };
}

function figuresOfScore(score: StoredOutlierScore | null): Figures {
  if (score === null) return {};
  const { multipleOfMedian, robustZ, ageHours, sampleSize } = score;
  return { multipleOfMedian, robustZ, ageHours, sampleSize };
}

/** A finding keeps most of its numbers in the sentence that the server wrote of it: `1,235`, `4.6`; days are none. */
function figuresInWords(summary: string): Figures {
  const numbers = summary.replaceAll(/\d{4}-\d{2}-\d{2}/g, '').match(/\d+(?:,\d{3})*(?:\.\d+)?/g) ?? [];
  return Object.fromEntries(
    numbers.map((number, place) => [`told${String(place + 1)}`, Number(number.replaceAll(',', ''))]),
  );
}
