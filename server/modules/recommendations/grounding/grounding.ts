import type { EvidenceItem, RecommendationDraft } from '../engine.ts';
import { quotedCitations } from '../openai/draft.ts';

/**
 * The numbers of an evidence item that text may quote, by name. Unknown ones are left out. Ratios are
 * fractions: an engagement of 8.4 % is 0.084.
 */
export function figuresOf(item: EvidenceItem): Record<string, number> {
  const figures: Record<string, number | null> =
    item.kind === 'VIDEO'
      ? {
          views: item.metrics.views,
          likes: item.metrics.likes,
          comments: item.metrics.comments,
          shares: item.metrics.shares,
          multipleOfMedian: item.multipleOfMedian,
          durationSeconds: item.durationSeconds,
        }
      : {
          value: item.estimate.value,
          lower: item.estimate.interval.lower,
          upper: item.estimate.interval.upper,
          level: item.estimate.interval.level,
          sampleSize: item.estimate.sampleSize,
        };
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== null),
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
