import { messageOf } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { PubSub } from './pubsub.ts';

/** A channel of messages of one type. Messages are pointers: ids and sequences, never what they point at. */
export interface Topic<Message extends object> {
  readonly name: string;
  /** Never set: carries the messages' type. */
  readonly message?: Message;
}

/** Every topic there is, and what is said on it. */
export const topics = {
  /** Events were appended to a stream: `run:<id>`, `connection:<id>`. */
  stream: (key: string): Topic<{ lastSequence: number }> => ({ name: key }),
  /** A run of the workspace changed. */
  workspaceRuns: (workspaceId: string): Topic<{ runId: string }> => ({
    name: `workspace-runs:${workspaceId}`,
  }),
  /**
   * What a caller (Viewer.callerKey) may do has changed: a key or a session has ended, a role is another one. Who serves
   * him over a socket asks again.
   */
  access: (callerKey: string): Topic<{ callerKey: string }> => ({ name: `access:${callerKey}` }),
  /** A connection or more has left the workspace, by a move or an erasure: whoever follows one there asks again. */
  workspaceAccess: (workspaceId: string): Topic<{ workspaceId: string }> => ({
    name: `workspace-access:${workspaceId}`,
  }),
  /** Someone asked to cancel the run; the row says so too. */
  runCancel: (runId: string): Topic<{ runId: string }> => ({ name: `run-cancel:${runId}` }),
};

/**
 * Tells whoever listens. Never throws: what is published is stored already, and whoever misses it finds it
 * there.
 */
export async function publish<Message extends object>(
  pubsub: PubSub,
  log: Log,
  topic: Topic<Message>,
  message: Message,
): Promise<void> {
  try {
    await pubsub.publish(topic.name, JSON.stringify(message));
  } catch (error) {
    log.warn({ topic: topic.name, reason: messageOf(error) }, 'A message could not be published');
  }
}

/**
 * Listens to a topic. `onGap` is called when messages may have been lost: look for yourself then.
 * @returns ends the subscription; calling it again does nothing.
 */
export function subscribe<Message extends object>(
  pubsub: PubSub,
  topic: Topic<Message>,
  onMessage: (message: Message) => void,
  onGap?: () => void,
): Promise<() => Promise<void>> {
  const onText = (text: string): void => {
    let message: Message;
    try {
      message = JSON.parse(text) as Message;
    } catch {
      // Not ours: a stranger on the same carrier. What it overwrote, if anything, is in the store.
      onGap?.();
      return;
    }
    onMessage(message);
  };
  return pubsub.subscribe(topic.name, onText, onGap);
}
