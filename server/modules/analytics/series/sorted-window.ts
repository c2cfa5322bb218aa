/** The newest values of a sequence, kept in order of size: adding one and asking for a quantile are both cheap. */
export class SortedWindow {
  readonly #capacity: number;
  readonly #newest: Float64Array;
  readonly #sorted: Float64Array;
  #added = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#newest = new Float64Array(capacity);
    this.#sorted = new Float64Array(capacity + 1);
  }

  get size(): number {
    return Math.min(this.#added, this.#capacity);
  }

  add(value: number): void {
    const size = this.size;
    const slot = this.#added % this.#capacity;
    this.#insert(value, size);
    if (size === this.#capacity) this.#remove(this.#newest[slot]!, size + 1);
    this.#newest[slot] = value;
    this.#added++;
  }

  /** The kth smallest, from 1; null where there are fewer. */
  smallest(k: number): number | null {
    return k <= this.size ? this.#sorted[k - 1]! : null;
  }

  #insert(value: number, size: number): void {
    const place = this.#placeOf(value, size);
    this.#sorted.copyWithin(place + 1, place, size);
    this.#sorted[place] = value;
  }

  #remove(value: number, size: number): void {
    const place = this.#placeOf(value, size);
    this.#sorted.copyWithin(place, place + 1, size);
  }

  /** Index of the first of `size` values that is not smaller. */
  #placeOf(value: number, size: number): number {
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
