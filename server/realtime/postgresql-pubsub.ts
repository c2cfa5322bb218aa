import type { Database } from '../data/database.ts';
import { Listeners } from '../lib/listeners.ts';
import type { PubSub } from './pubsub.ts';

/** One channel for all topics: the connection then listens once, and a new topic costs no round trip. */
const CHANNEL = 'realtime';

/** Over NOTIFY of the database, so that several nodes need no Redis. Every node hears every message. */
export async function createPostgreSQLPubSub(database: Database): Promise<PubSub> {
  const listeners = new Listeners();
  const unlisten = await database.listen(
    CHANNEL,
    (text) => {
      const end = text.indexOf('\n');
      listeners.deliver(text.slice(0, end), text.slice(end + 1));
    },
    () => {
      listeners.gap();
    },
  );
  return {
    kind: 'postgresql',
    publish: (topic, message) => database.notify(CHANNEL, `${topic}\n${message}`),
    subscribe(topic, onMessage, onGap) {
      const remove = listeners.add(topic, onMessage, onGap);
      return Promise.resolve(() => {
        remove();
        return Promise.resolve();
      });
    },
    close: unlisten,
  };
}
