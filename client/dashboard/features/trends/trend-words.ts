import type { TrendKind, TrendSource, TrendStage } from '../../../sdk/index.ts';
import type { TrendNode } from '../../../sdk/react/index.ts';
import { formatPercent, formatSignedPercent } from '../../lib/format.ts';

type Relevance = NonNullable<NonNullable<TrendNode['relevance']>>;

export const KIND_WORDS: Readonly<Record<TrendKind, string>> = {
  HASHTAG: 'Hashtag',
  SOUND: 'Sound',
  FORMAT: 'Format',
};

export const STAGE_WORDS: Readonly<Record<TrendStage, string>> = {
  EXPLODING: 'Exploding',
  EMERGING: 'Rising',
  PEAKING: 'At its peak',
  FADING: 'Fading',
  STEADY: 'Steady',
};

export const SOURCE_WORDS: Readonly<Record<TrendSource, string>> = {
  BUSINESS_DISCOVERY: 'TikTok’s Discovery',
  CREATIVE_CENTER: 'an imported list',
  RESEARCH_API: 'a sample of the Research API',
  OWN_CORPUS: 'videos collected here',
};

const regions = new Intl.DisplayNames('en', { type: 'region' });

/** A hashtag with its #. */
export function nameTrend({ kind, name }: Pick<TrendNode, 'kind' | 'name'>): string {
  return kind === 'HASHTAG' ? `#${name}` : name;
}

/** US as United States; null, which is world-wide or unknown, as nothing. */
export function nameRegion(region: string | null): string | null {
  return region === null ? null : (regions.of(region) ?? region);
}

/** +12% a day, +8% to +17%; null where nobody can tell yet. */
export function describeGrowth({ velocity }: Pick<TrendNode, 'velocity'>): string | null {
  if (velocity === null) return null;
  const { value, interval } = velocity.dailyGrowth;
  return `${formatSignedPercent(value)} a day, ${formatSignedPercent(interval.lower)} to ${formatSignedPercent(interval.upper)}`;
}

/** The known parts of a relevance, each with its figure. */
export function partsOf(relevance: Relevance): readonly { readonly name: string; readonly figure: string }[] {
  const { hashtagOverlap, categoryFit, audienceTime, freshness, ownLift } = relevance;
  return [
    { name: 'Like your own posts', figure: hashtagOverlap },
    { name: 'Your category', figure: categoryFit },
    { name: 'Your audience’s hours', figure: audienceTime },
    { name: 'Not saturated', figure: freshness },
  ]
    .flatMap(({ name, figure }) => (figure === null ? [] : [{ name, figure: formatPercent(figure) }]))
    .concat(
      ownLift === null || ownLift.verdict === 'NO_EVIDENCE_YET'
        ? []
        : [{ name: 'Views of your posts with it', figure: formatSignedPercent(ownLift.value) }],
    );
}
