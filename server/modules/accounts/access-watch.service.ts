import type { Services } from '../../app/services.ts';
import { messageOf, UnauthenticatedError } from '../../lib/errors.ts';
import { subscribe, topics } from '../../realtime/topics.ts';
import type { Viewer } from './viewer.ts';

type Deps = Pick<Services, 'pubsub' | 'clock' | 'log'>;

/** Told the caller as he is now, null once he is nobody any more: a key revoked or expired, a session ended. */
export type AccessListener = (viewer: Viewer | null) => void;

/** Follows what one caller may do, for as long as something is being sent to him. */
export interface AccessWatch {
  /**
   * Calls `listener` whenever the rights of the caller, or what is in his workspaces, may have changed: often there is
   * no difference that matters. Watching begins with the first listener and stops with the last.
   *
   * @returns takes the listener off; calling it again does nothing.
   */
  onChange(listener: AccessListener): () => void;
}

/** However quiet it is, he is looked at again after this: what no message told must not last. */
const CHECK_EVERY_MS = 5 * 60_000;
/** The store could not be asked. That is no withdrawal, so he is served until it answers. */
const RETRY_MS = 5_000;
/** Past its end, so that a timer that fires early does not find the key still working. */
const EXPIRY_MARGIN_MS = 20;

/**
 * @param viewer the caller as he was authenticated first.
 * @param authenticate does that again, with what he showed then.
 */
export function createAccessWatch(
  deps: Deps,
  viewer: Viewer,
  authenticate: () => Promise<Viewer | null>,
): AccessWatch {
  const listeners = new Set<AccessListener>();
  let watching: Watching | undefined;
  return {
    onChange(listener) {
      // Wrapped, so that one function given twice is two listeners.
      const own: AccessListener = (current) => {
        listener(current);
      };
      listeners.add(own);
      watching ??= new Watching(deps, viewer, authenticate, (current) => {
        for (const each of [...listeners]) each(current);
      });
      return () => {
        if (!listeners.delete(own) || listeners.size > 0) return;
        watching?.stop();
        watching = undefined;
      };
    },
  };
}

class Watching {
  readonly #deps: Deps;
  readonly #authenticate: () => Promise<Viewer | null>;
  readonly #tell: AccessListener;
  readonly #topics = new Map<string, Promise<() => Promise<void>>>();
  #viewer: Viewer;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #isChecking = false;
  #isToRepeat = false;
  #isToTell = false;

  constructor(deps: Deps, viewer: Viewer, authenticate: () => Promise<Viewer | null>, tell: AccessListener) {
    this.#deps = deps;
    this.#viewer = viewer;
    this.#authenticate = authenticate;
    this.#tell = tell;
    // Between his authentication and the first message that arrives, something may have changed.
    void this.#listen().then(() => this.#check(false));
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const name of [...this.#topics.keys()]) this.#leave(name);
  }

  /** @param isToTell whether the listeners are told also where he is the same. */
  async #check(isToTell: boolean): Promise<void> {
    this.#isToTell ||= isToTell;
    this.#isToRepeat = true;
    if (this.#isChecking) return;
    this.#isChecking = true;
    try {
      while (this.#isToRepeat && !this.#isStopped) {
        this.#isToRepeat = false;
        await this.#look();
      }
    } finally {
      this.#isChecking = false;
    }
  }

  async #look(): Promise<void> {
    let current: Viewer | null;
    try {
      current = await this.#authenticate();
    } catch (error) {
      if (!(error instanceof UnauthenticatedError)) {
        this.#deps.log.warn({ reason: messageOf(error) }, 'The rights of a caller could not be looked at');
        this.#checkIn(RETRY_MS);
        return;
      }
      current = null;
    }
    if (this.#isStopped) return;
    if (current?.callerKey !== this.#viewer.callerKey) {
      this.stop();
      this.#tell(null);
      return;
    }
    const isToTell = this.#isToTell || !hasSameRights(this.#viewer, current);
    this.#isToTell = false;
    this.#viewer = current;
    void this.#listen();
    this.#checkIn(CHECK_EVERY_MS);
    if (isToTell) this.#tell(current);
  }

  #checkIn(ms: number): void {
    clearTimeout(this.#timer);
    const { expiresAt = null } = this.#viewer;
    const left =
      expiresAt === null
        ? Infinity
        : expiresAt.getTime() - this.#deps.clock.now().getTime() + EXPIRY_MARGIN_MS;
    this.#timer = setTimeout(() => void this.#check(true), Math.max(EXPIRY_MARGIN_MS, Math.min(ms, left)));
    // Nobody is kept waiting by it.
    this.#timer.unref();
  }

  /** Listens to what concerns him now, and to nothing else. */
  async #listen(): Promise<void> {
    const { callerKey, roles } = this.#viewer;
    const wanted = [topics.access(callerKey), ...[...roles.keys()].map((id) => topics.workspaceAccess(id))];
    const names = new Set(wanted.map(({ name }) => name));
    for (const name of [...this.#topics.keys()]) if (!names.has(name)) this.#leave(name);
    const look = (): void => void this.#check(true);
    const joining = wanted
      .filter(({ name }) => !this.#topics.has(name))
      .map((topic) => {
        const joined = subscribe<object>(this.#deps.pubsub, topic, look, look);
        this.#topics.set(topic.name, joined);
        return joined.catch((error: unknown) => {
          this.#deps.log.warn({ topic: topic.name, reason: messageOf(error) }, 'A topic could not be joined');
        });
      });
    await Promise.all(joining);
  }

  #leave(name: string): void {
    const joined = this.#topics.get(name);
    this.#topics.delete(name);
    joined
      ?.then((leave) => leave())
      .catch((error: unknown) => {
        this.#deps.log.debug({ topic: name, reason: messageOf(error) }, 'A topic could not be left');
      });
  }
}

function hasSameRights(one: Viewer, other: Viewer): boolean {
  const rightsOf = ({ roles, scopes }: Viewer) =>
    JSON.stringify([[...roles].sort(), scopes === null ? null : [...scopes].sort()]);
  return rightsOf(one) === rightsOf(other);
}
