import { useEffect, useState, useSyncExternalStore } from 'react';
import type { RefObject } from 'react';

/** A value that follows another after a pause, milliseconds: typing does not ask for each letter. */
export function useDebounced<T>(value: T, pauseMs: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(value);
    }, pauseMs);
    return () => {
      clearTimeout(timer);
    };
  }, [value, pauseMs]);
  return settled;
}

/** Width of an element in pixels; 0 before it is on the page. */
export function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (ref.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(ref.current);
    return () => {
      observer.disconnect();
    };
  }, [ref]);
  return width;
}

/** Brings an element to the top of the window once it is on the page. */
export function useScrollTo(ref: RefObject<HTMLElement | null>, isThere: boolean): void {
  useEffect(() => {
    if (isThere) ref.current?.scrollIntoView({ block: 'start' });
  }, [ref, isThere]);
}

const TICK_MS = 30_000;
let now = Date.now();

/** The time, in steps fine enough for "3 minutes ago"; milliseconds since 1970. */
export function useNow(): number {
  return useSyncExternalStore(subscribeToClock, () => now);
}

function subscribeToClock(onChange: () => void): () => void {
  const timer = setInterval(() => {
    now = Date.now();
    onChange();
  }, TICK_MS);
  return () => {
    clearInterval(timer);
  };
}

/** Names the tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · creatorgraph`;
  }, [title]);
}
