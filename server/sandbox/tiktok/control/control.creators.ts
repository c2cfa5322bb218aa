import { z } from 'zod';

import type { SandboxContext } from '../context.ts';
import { ControlError, defineControls } from './control.ts';
import { removeGrants } from '../api/oauth.handler.ts';
import type { SimulatedCreator } from '../world/creator.ts';

const groupBody = z.strictObject({
  count: z.int().min(1).max(10_000).default(1),
  prefix: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,15}$/, 'up to 16 letters and digits, lower case')
    .default('sim'),
  seed: z.string().max(200).optional(),
  videos: z.int().min(0).max(20_000).default(50),
  postsPerWeek: z.number().min(0).max(200).nullable().default(null),
  followers: z.int().min(0).max(1_000_000_000).nullable().default(null),
  removedShare: z.number().min(0).max(1).nullable().default(null),
});

const revokeBody = z.strictObject({ reason: z.int().min(0).max(5).default(1) }).prefault({});

export type NewCreators = z.input<typeof groupBody>;

export const CREATOR_CONTROLS = defineControls([
  {
    method: 'GET',
    path: '/_sandbox/creators',
    description: 'The creators, their figures now, and how many grants apps hold for them.',
    answer: (sandbox) => ({
      creators: sandbox.world.creators.map((creator) => describe(sandbox, creator)),
    }),
  },
  {
    method: 'POST',
    path: '/_sandbox/creators',
    description:
      'Makes `count` (1) creators up, named `prefix` (sim), a dash and a number from 0001 on, each with `videos` (50; at most 20,000) public videos at this instant. Optional: `postsPerWeek` from then on (0: none), `followers`, `removedShare` (of the posts that are deleted within 150 days; 0.03), `seed`. The same seed, name, settings and instant make the same creators. They are kept.',
    answer(sandbox, { body }) {
      const { count, prefix, seed = sandbox.store.seed, ...settings } = groupBody.parse(body);
      const before = [...sandbox.store.madeUp.all()].filter((group) => group.prefix === prefix);
      const first = before.reduce((sum, group) => sum + group.count, 1);
      const at = Math.floor(sandbox.clock.now().getTime() / 1000);
      const group = { id: `${prefix}-${first}`, prefix, first, count, seed, at, ...settings };
      sandbox.store.madeUp.put(group);
      const creators = sandbox.world.addGroup(group);
      return {
        creators: creators.map(({ persona: { key, username, displayName } }) => ({
          key,
          username,
          displayName,
        })),
      };
    },
  },
  {
    method: 'POST',
    path: '/_sandbox/creators/:key/revoke',
    description:
      'The person removes the app: every token of the creator ends, and the webhook tells of it. Optional: `{"reason": 1}` (0 unknown, 1 removed by the person, 2 account deleted, 3 age changed, 4 banned, 5 by the developer).',
    answer(sandbox, { key, body }) {
      const creator = creatorOf(sandbox, key);
      removeGrants(sandbox, key, revokeBody.parse(body).reason);
      return { creators: [describe(sandbox, creator)] };
    },
  },
]);

export function creatorOf(sandbox: SandboxContext, key: string): SimulatedCreator {
  const creator = sandbox.world.creator(key);
  if (creator === undefined) throw new ControlError(404, `There is no creator "${key}".`);
  return creator;
}

function describe(sandbox: SandboxContext, creator: SimulatedCreator): object {
  const { key, username, displayName, niche, language } = creator.persona;
  const grants = sandbox.store.grantsOf(key).length;
  const profile = creator.profileAt(Math.floor(sandbox.now() / 1000) * 1000);
  return { key, username, displayName, niche, language, ...profile, grants };
}
