import type { EvidenceEstimate, EvidenceItem, RecommendationDraft, StoredOutlierScore } from '../engine.ts';
import { quotedCitations } from '../openai/draft.ts';

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
    case 'PAST_RECOMMENDATION':
      return { views: item.result?.views, ...figuresOfScore(item.result?.outlier ?? null) };
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

/**
 * Why a draft does not rest on the evidence; null when it does. It must cite something, cite only what exists,
 * quote its own words at least once, and every figure it calls STORED must be one of the cited item's, give or
 * take rounding.
 */
export function flawInGrounding(draft: RecommendationDraft, evidence: EvidenceItem[]): string | null {
  if (draft.citations.length === 0) return 'It cites no evidence.';
  const itemsByKey = new Map(evidence.map((item) => [item.key, item]));
  for (const { evidenceKey, figure, basis } of draft.citations) {
    const item = itemsByKey.get(evidenceKey);
    if (item === undefined) return 'It cites evidence that does not exist.';
    if (figure === null || basis === 'ENGINE_ESTIMATE') continue;
    if (!Object.values(figuresOf(item)).some((stored) => isFigure(figure, stored))) {
      return 'It cites a figure that is not in the evidence.';
    }
  }
  return quotedCitations(draft).length > 0 ? null : 'Its citations quote words that are not in it.';
}

/** Whether `figure` says `stored`: as it is, as a percentage of a fraction, or rounded. */
function isFigure(figure: number, stored: number): boolean {
  return isRounding(figure, stored) || (Math.abs(stored) <= 1 && isRounding(figure, stored * 100));
}

/** Two significant digits at least: 12,000 says 12,345; 10,000 does not, and 3 does not say 2.6. */
function isRounding(figure: number, stored: number): boolean {
  if (figure === stored) return true;
  // 15 digits are all a double holds, and take away what a multiplication by 100 may have added.
  for (let digits = 2; digits <= 15; digits += 1) {
    if (Number(stored.toPrecision(digits)) === figure) return true;
  }
  return false;
}
