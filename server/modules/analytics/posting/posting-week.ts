/** Hours of a block. */
export const BLOCK_HOURS = 4;
export const BLOCKS_PER_DAY = 6;
export const DAYS_PER_WEEK = 7;
export const BLOCKS_PER_WEEK = DAYS_PER_WEEK * BLOCKS_PER_DAY;

/** The index, Monday 0:00–4:00 first, of the block a post falls into. */
export function blockOfWeek({ weekday, hour }: { weekday: number; hour: number }): number {
  return weekday * BLOCKS_PER_DAY + Math.floor(hour / BLOCK_HOURS);
}

/** Day and hours of a block's index. */
export function partsOfBlock(block: number): { weekday: number; startHour: number } {
  return {
    weekday: Math.floor(block / BLOCKS_PER_DAY),
    startHour: (block % BLOCKS_PER_DAY) * BLOCK_HOURS,
  };
}
