import type { EstimateInterval } from '../analytics/engagement-rate.ts';

const LEVEL = 0.95;
/** Two-sided normal quantile of LEVEL. */
const Z = 1.959964;

/**
 * Where the true share lies that `count` of `n` (≥ 1) were drawn from, 0–1, at 95 %: the score interval of Wilson (1927,
 * doi:10.1080/01621459.1927.10502953), which is never outside 0–1 and holds with few cases too (Brown, Cai & DasGupta 2001,
 * doi:10.1214/ss/1009213286).
 */
export function wilsonInterval(count: number, n: number): EstimateInterval {
  const share = count / n;
  const center = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const margin = (Z / (1 + Z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return {
    lower: Math.max(0, center - margin),
    upper: Math.min(1, center + margin),
    level: LEVEL,
    method: 'Wilson score',
  };
}
