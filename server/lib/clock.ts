/**
 * The server's only source of "now". Services never call `Date.now()`: history can then be built in
 * fast-forward and tests never sleep. Durations of running work (time-outs, heartbeats) are not a Clock's
 * business; they use timers.
 */
export interface Clock {
  now(): Date;
  /** The instant at which it stands; null while it follows real time. */
  standsAt(): Date | null;
}

/** A clock that follows real time until it is told to stand at an instant. */
export interface MovableClock extends Clock {
  /** Stands still at `instant` until moved again or released. */
  standAt(instant: Date): void;
  /** Follows real time again. */
  release(): void;
}

export function createClock(): MovableClock {
  let standing: Date | undefined;
  return {
    now: () => (standing === undefined ? new Date() : new Date(standing)),
    standsAt: () => (standing === undefined ? null : new Date(standing)),
    standAt(instant) {
      standing = new Date(instant);
    },
    release() {
      standing = undefined;
    },
  };
}
