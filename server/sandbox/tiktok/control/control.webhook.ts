import { z } from 'zod';

import { SANDBOX_CLIENT_KEY, type SandboxContext } from '../context.ts';
import { creatorOf } from './control.creators.ts';
import { ControlError, defineControls } from './control.ts';
import { EVENT_CONTENTS, type WebhookEvent } from '../webhook/webhook.events.ts';

const copies = z.int().min(1).max(100);
const signature = z.enum(['good', 'bad', 'missing']);
const ageSeconds = z
  .int()
  .min(-86_400)
  .max(86_400 * 365);

const registration = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).nullable(),
  copies: copies.default(1),
  outOfOrder: z.boolean().default(false),
  signature: signature.default('good'),
  ageSeconds: ageSeconds.default(0),
});

const sending = z.strictObject({
  event: z.string().min(1).max(200),
  creator: z.string().nullable().default(null),
  content: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  count: z.int().min(1).max(10_000).default(1),
  shuffled: z.boolean().default(false),
  copies: copies.optional(),
  outOfOrder: z.boolean().optional(),
  signature: signature.optional(),
  ageSeconds: ageSeconds.optional(),
});

export type WebhookRegistration = z.input<typeof registration>;
export type WebhookSending = z.input<typeof sending>;

const deliveriesQuery = z.strictObject({ after: z.coerce.number().int().min(0).default(0) });

export const WEBHOOK_CONTROLS = defineControls([
  {
    method: 'GET',
    path: '/_sandbox/webhook',
    description: 'The app’s callback, and how events are delivered to it.',
    answer: ({ webhook }) => ({ url: webhook.url, ...webhook.manner }),
  },
  {
    method: 'PUT',
    path: '/_sandbox/webhook',
    description:
      'Registers the callback: `{"url": "http://127.0.0.1:8080/webhooks"}`, null for none. Optional, for every event from then on: `copies` (1), `outOfOrder` (false; each event waits until the next one was delivered), `signature` (`good`, `bad`, `missing`), `ageSeconds` (0; how old the signature’s `t` is). Not kept over a restart.',
    answer({ webhook }, { body }) {
      const { url, ...manner } = registration.parse(body);
      webhook.register(url, manner);
      return { url: webhook.url, ...webhook.manner };
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/webhook/events',
    description: `Sends an event, and answers when its first delivery was tried: \`{"event": "post.publish.complete", "creator": "maya"}\`. Known are ${Object.keys(
      EVENT_CONTENTS,
    )
      .map((name) => `\`${name}\``)
      .join(
        ', ',
      )}; any other name is sent as well. Optional: \`content\` (an object, or a string that is sent as it is), \`count\` (a storm of so many at once), \`shuffled\` (their create times in no order), and what the registration has.`,
    async answer(sandbox, { body }) {
      const { event, creator, content, count, shuffled, ...manner } = sending.parse(body);
      const { webhook } = sandbox;
      if (webhook.url === null)
        throw new ControlError(409, 'No callback is registered: PUT /_sandbox/webhook.');
      const named = Object.entries(manner).filter(([, value]) => value !== undefined);
      const how = { ...webhook.manner, ...(Object.fromEntries(named) as Partial<typeof webhook.manner>) };
      const events = Array.from({ length: count }, (_, index) =>
        toEvent(sandbox, { event, creator, content, age: count - 1 - index }),
      );
      if (shuffled) events.sort(() => Math.random() - 0.5);
      await Promise.all(events.map((one) => webhook.send(one, how)));
      return { sent: count, pending: webhook.read(Infinity).pending };
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/webhook/deliveries',
    description:
      'Every attempt to deliver an event, oldest first. Optional: `?after=` a sequence. `pending` says how many deliveries are still tried.',
    answer: ({ webhook }, { query }) => webhook.read(deliveriesQuery.parse(query).after),
  },
  {
    method: 'DELETE',
    path: '/_sandbox/webhook/deliveries',
    description: 'Forgets the attempts, and gives up what is pending.',
    answer({ webhook }) {
      webhook.clear();
      return webhook.read(0);
    },
  },
]);

function toEvent(
  sandbox: SandboxContext,
  asked: { event: string; creator: string | null; content: string | object | undefined; age: number },
): WebhookEvent {
  const { event, creator, content, age } = asked;
  const usual = EVENT_CONTENTS[event]?.() ?? '{}';
  const key = creator === null ? null : creatorOf(sandbox, creator).persona.key;
  return {
    event,
    clientKey: SANDBOX_CLIENT_KEY,
    createTime: Math.floor(sandbox.now() / 1000) - age,
    openId: key === null ? null : sandbox.world.openId(SANDBOX_CLIENT_KEY, key),
    content: typeof content === 'object' ? JSON.stringify(content) : (content ?? usual),
  };
}
