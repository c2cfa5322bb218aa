import { EigenvalueDecomposition, type Matrix } from 'ml-matrix';

export interface RandomEffects {
  /** Posterior means: the ridge estimates at λ = σ²/τ². */
  effects: readonly number[];
  /** Posterior variances. */
  variances: readonly number[];
}

/** Of the effects' and the noise's standard deviations, τ/σ. An effect of three times the noise is none but another account. */
const RATIOS = Array.from({ length: 118 }, (_, step) => 0.01 * 1.05 ** step);

/**
 * The effects u of y = Zu + e, u ~ N(0, τ²), e ~ N(0, σ²), from Z′Z, Z′y and y′y, where y is centred on 0. With centred
 * columns of Z they are adjusted for each other and for the mean; with columns that no post shares and that are not
 * centred, they are means times τ²/(τ² + σ²/n).
 *
 * σ² has its restricted likelihood (REML: Patterson & Thompson 1971, doi:10.1093/biomet/58.3.545), `degreesOfFreedom` being
 * the posts less one for the mean. τ is the mode of its profile under a gamma(2) prior, which keeps it off 0, where no
 * interval would have a width (Chung et al. 2013, doi:10.1007/s11336-013-9328-2). Effects are best linear unbiased
 * predictions, which are ridge estimates (Robinson 1991, doi:10.1214/ss/1177011926; Hoerl & Kennard 1970,
 * doi:10.1080/00401706.1970.10488634). Variances take τ and σ as known.
 */
export function randomEffects({
  crossProducts,
  sums,
  sumOfSquares,
  degreesOfFreedom,
}: {
  crossProducts: Matrix;
  sums: readonly number[];
  sumOfSquares: number;
  degreesOfFreedom: number;
}): RandomEffects {
  const decomposition = new EigenvalueDecomposition(crossProducts, { assumeSymmetric: true });
  const vectors = decomposition.eigenvectorMatrix;
  // Where columns depend on each other, rounding may leave an eigenvalue just below 0.
  const values = decomposition.realEigenvalues.map((value) => Math.max(0, value));
  const rotated = values.map((_, k) => sums.reduce((sum, value, j) => sum + vectors.get(j, k) * value, 0));

  let best = { density: -Infinity, penalty: 0, noise: 0 };
  for (const ratio of RATIOS) {
    const penalty = ratio ** -2;
    let rest = sumOfSquares;
    let logDeterminant = 0;
    for (const [k, value] of values.entries()) {
      rest -= rotated[k]! ** 2 / (value + penalty);
      logDeterminant += Math.log1p(value / penalty);
    }
    const noise = rest / degreesOfFreedom;
    const logTau = Math.log(ratio) + Math.log(noise) / 2;
    const density = logTau - (degreesOfFreedom * Math.log(noise) + logDeterminant) / 2;
    if (density > best.density) best = { density, penalty, noise };
  }

  const over = (of: (k: number, weight: number) => number) =>
    sums.map((_, j) =>
      values.reduce((sum, value, k) => sum + of(k, vectors.get(j, k)) / (value + best.penalty), 0),
    );
  return {
    effects: over((k, weight) => weight * rotated[k]!),
    variances: over((_, weight) => weight ** 2 * best.noise),
  };
}
