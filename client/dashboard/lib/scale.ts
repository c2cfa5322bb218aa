/** Round values for an axis that covers low to high: at most `count + 2` of them, whole numbers. */
export function niceTicks(low: number, high: number, count: number): number[] {
  if (low === high) return [low];
  const rough = Math.max((high - low) / count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10));
  const ticks: number[] = [];
  for (let tick = Math.floor(low / step) * step; tick < high + step; tick += step) ticks.push(tick);
  return ticks;
}

/** Maps values to pixels, both ends given. */
export function linear([low, high]: [number, number], [start, end]: [number, number]) {
  const span = high - low || 1;
  return (value: number): number => start + ((value - low) / span) * (end - start);
}
