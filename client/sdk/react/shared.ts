/** One running loop and how many components need it. */
interface Shared {
  holders: number;
  readonly controller: AbortController;
}

/** How long a loop outlives its last holder, milliseconds: StrictMode and page changes let go and take up again. */
const LINGER_MS = 1_000;

const loops = new WeakMap<object, Map<string, Shared>>();

/**
 * Runs a loop as long as somebody holds it, once per owner and key.
 * @param run gets a signal that aborts a moment after the last holder let go; must not reject
 * @returns lets go; calling it again does nothing
 */
export function hold(owner: object, key: string, run: (signal: AbortSignal) => Promise<void>): () => void {
  const ofOwner = loops.get(owner) ?? new Map<string, Shared>();
  loops.set(owner, ofOwner);
  let shared = ofOwner.get(key);
  if (shared === undefined) {
    shared = { holders: 0, controller: new AbortController() };
    ofOwner.set(key, shared);
    void run(shared.controller.signal);
  }
  const held = shared;
  held.holders += 1;
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    held.holders -= 1;
    setTimeout(() => {
      if (held.holders > 0 || ofOwner.get(key) !== held) return;
      ofOwner.delete(key);
      held.controller.abort();
    }, LINGER_MS);
  };
}
