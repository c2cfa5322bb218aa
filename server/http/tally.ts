/** How many of something each of many has, and all have together. */
export class Tally {
  readonly #counts = new Map<string, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  /** @returns takes it away again; calling it again does nothing. */
  add(key: string): () => void {
    let isCounted = true;
    this.#counts.set(key, this.of(key) + 1);
    this.#total += 1;
    return () => {
      if (!isCounted) return;
      isCounted = false;
      this.#total -= 1;
      const left = this.of(key) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    };
  }
}
