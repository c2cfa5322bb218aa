import { afterEach, describe, expect, it } from '@jest/globals';
import { newId } from '../lib/ids.ts';
import { createTestDatabase } from '../testing/database.ts';
import { SILENT_LOG } from '../testing/log.ts';
import { createProxy } from '../testing/proxy.ts';
import { createPostgreSQLPubSub } from './postgresql-pubsub.ts';
import { createMemoryPubSub } from './pubsub.ts';
import type { PubSub } from './pubsub.ts';
import { createRedisPubSub } from './redis-pubsub.ts';
import { publish, subscribe, topics } from './topics.ts';

const REDIS_URL = process.env['TEST_REDIS_URL'];

const disposers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const dispose of disposers.splice(0).reverse()) await dispose();
});

/** Two nodes on one carrier; in memory they are one. */
const carriers: Record<PubSub['kind'], () => Promise<[PubSub, PubSub]>> = {
  memory: () => {
    const pubsub = createMemoryPubSub();
    return Promise.resolve([pubsub, pubsub]);
  },
  postgresql: async () => {
    const { database, drop } = await createTestDatabase();
    disposers.push(drop);
    return [await createPostgreSQLPubSub(database), await createPostgreSQLPubSub(database)];
  },
  redis: async () => {
    const prefix = `test-${newId()}:`;
    const url = REDIS_URL ?? '';
    return [
      await createRedisPubSub(url, SILENT_LOG, { prefix }),
      await createRedisPubSub(url, SILENT_LOG, { prefix }),
    ];
  },
};

/** Collects messages; `next` resolves with the oldest one not yet taken. */
function createInbox() {
  const messages: string[] = [];
  let wake: () => void = () => undefined;
  return {
    put(message: string) {
      messages.push(message);
      wake();
    },
    async next(): Promise<string> {
      while (messages.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return messages.shift() ?? '';
    },
  };
}

for (const [kind, create] of Object.entries(carriers)) {
  (kind === 'redis' && REDIS_URL === undefined ? describe.skip : describe)(`pub/sub over ${kind}`, () => {
    async function open(): Promise<[PubSub, PubSub]> {
      const nodes = await create();
      disposers.push(async () => {
        await Promise.all(nodes.map((node) => node.close()));
      });
      return nodes;
    }

    it('hands a message to every subscriber of its topic and to no other', async () => {
      const [here, there] = await open();
      const inboxes = [createInbox(), createInbox(), createInbox()];
      const [first, second, other] = inboxes as [
        (typeof inboxes)[0],
        (typeof inboxes)[0],
        (typeof inboxes)[0],
      ];
      await here.subscribe('run:1', first.put);
      await there.subscribe('run:1', second.put);
      await there.subscribe('run:2', other.put);
      await here.publish('run:1', 'line 1\nline 2 é');
      await here.publish('run:2', 'for the other');
      expect(await first.next()).toBe('line 1\nline 2 é');
      expect(await second.next()).toBe('line 1\nline 2 é');
      expect(await other.next()).toBe('for the other');
    });

    it('hands over nothing more once a subscription ended, and ends no other', async () => {
      const [here, there] = await open();
      const ended = createInbox();
      const staying = createInbox();
      const unsubscribe = await there.subscribe('run:1', ended.put);
      await there.subscribe('run:1', staying.put);
      await unsubscribe();
      await unsubscribe();
      await here.publish('run:1', 'later');
      expect(await staying.next()).toBe('later');
      const again = await there.subscribe('run:1', ended.put);
      await here.publish('run:1', 'again');
      expect(await ended.next()).toBe('again');
      await again();
    });

    it('reports what is no message of ours as a gap', async () => {
      const [here, there] = await open();
      const gaps = createInbox();
      await subscribe(
        there,
        topics.runCancel('1'),
        ({ runId }) => {
          gaps.put(`message ${runId}`);
        },
        () => {
          gaps.put('gap');
        },
      );
      await here.publish(topics.runCancel('1').name, 'garbage');
      expect(await gaps.next()).toBe('gap');
      await publish(here, SILENT_LOG, topics.runCancel('1'), { runId: '1' });
      expect(await gaps.next()).toBe('message 1');
    });
  });
}

(REDIS_URL === undefined ? describe.skip : describe)('pub/sub over a Redis that goes away', () => {
  it('reports a gap when it is back, and messages arrive again', async () => {
    const proxy = await createProxy(REDIS_URL ?? '');
    const options = { prefix: `test-${newId()}:` };
    const direct = await createRedisPubSub(REDIS_URL ?? '', SILENT_LOG, options);
    const pubsub = await createRedisPubSub(proxy.url, SILENT_LOG, options);
    disposers.push(
      proxy.close,
      () => pubsub.close(),
      () => direct.close(),
    );
    const inbox = createInbox();
    await pubsub.subscribe('run:1', inbox.put, () => {
      inbox.put('gap');
    });
    proxy.cut();
    expect(await inbox.next()).toBe('gap');
    await direct.publish('run:1', 'after');
    expect(await inbox.next()).toBe('after');
  });

  it('refuses to start without it', async () => {
    await expect(createRedisPubSub('redis://127.0.0.1:1', SILENT_LOG)).rejects.toThrow();
  });
});
