import type { Figures } from '../figures.ts';
import { errorOfShare, percent } from './part.ts';

/** What was claimed of simulated creators, against what is so. */
export class ClaimTally {
  #creators = 0;
  #withFalseClaim = 0;
  #falseShares = 0;
  #found = 0;
  #findable = 0;

  /** One creator: what was claimed, and what is so. */
  add(claims: readonly string[], truth: readonly string[] = []): void {
    const wrong = claims.filter((claim) => !truth.includes(claim)).length;
    this.#creators++;
    if (wrong > 0) this.#withFalseClaim++;
    this.#falseShares += claims.length === 0 ? 0 : wrong / claims.length;
    this.#found += truth.filter((effect) => claims.includes(effect)).length;
    this.#findable += truth.length;
  }

  get creators(): number {
    return this.#creators;
  }

  /** Of creators. */
  get anyFalse(): number {
    return this.#withFalseClaim / this.#creators;
  }

  /** The false-discovery rate: the mean over creators of the share of false claims among claims, 0 without a claim. */
  get falseDiscoveries(): number {
    return this.#falseShares / this.#creators;
  }

  /** The share of true effects that is claimed. */
  get power(): number {
    return this.#found / this.#findable;
  }

  /** `anyFalse` with its standard error. */
  get anyFalseInWords(): string {
    return `${percent(this.anyFalse)} ± ${percent(errorOfShare(this.anyFalse, this.#creators))}`;
  }
}

/** At most 5 % of creators without any effect may see a claim, or the share given. */
export function addAnyFalse(figures: Figures, what: string, tally: ClaimTally, most = 0.05): void {
  figures.add(what, `≤ ${percent(most, 0)}`, tally.anyFalseInWords, tally.anyFalse <= most);
}
