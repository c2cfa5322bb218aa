import { useEffect, useRef } from 'react';

/** Pictures are copied within a minute or two of a sync; what is missing later is missing for longer. */
const TO_COME_MS = 180_000;
const FIRST_LOOK_MS = 2_000;

/**
 * Looks again, less and less often, while pictures are missing that a sync has just seen: they are copied after it, and
 * no event tells when.
 *
 * @param lastSyncedAt of the newest sync; null: none was.
 */
export function useComingPictures(
  isMissing: boolean,
  lastSyncedAt: string | null,
  look: () => unknown,
): void {
  const latest = useRef(look);
  useEffect(() => {
    latest.current = look;
  });
  useEffect(() => {
    if (!isMissing || lastSyncedAt === null) return undefined;
    const until = new Date(lastSyncedAt).getTime() + TO_COME_MS;
    let timer: ReturnType<typeof setTimeout>;
    const wait = (pauseMs: number): void => {
      if (Date.now() + pauseMs > until) return;
      timer = setTimeout(() => {
        latest.current();
        wait(pauseMs * 1.5);
      }, pauseMs);
    };
    wait(FIRST_LOOK_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isMissing, lastSyncedAt]);
}
