import { createHash } from 'node:crypto';

import { simulate, type SimulatedCreator } from './creator.ts';
import type { MadeUpGroup } from './edits.ts';
import { makeUp } from './made-up.ts';
import { PERSONAS } from './personas.ts';
import { createRandom } from './random.ts';

/** Every figure is a pure function of the seed, what the controls added, the creator and the instant. */
export interface World {
  readonly seed: string;
  readonly creators: readonly SimulatedCreator[];
  creator(key: string): SimulatedCreator | undefined;
  creatorNamed(username: string): SimulatedCreator | undefined;
  /** Makes creators up; gives the new ones. */
  addGroup(group: MadeUpGroup): SimulatedCreator[];
  /** `open_id`: stable by (client key, creator); starts with a dash for some, as TikTok's do. */
  openId(clientKey: string, creatorKey: string): string;
  unionId(creatorKey: string): string;
}

export function createWorld(seed: string): World {
  const creators: SimulatedCreator[] = [];
  const byKey = new Map<string, SimulatedCreator>();
  const byUsername = new Map<string, SimulatedCreator>();
  function add(creator: SimulatedCreator): SimulatedCreator {
    creators.push(creator);
    byKey.set(creator.persona.key, creator);
    byUsername.set(creator.persona.username, creator);
    return creator;
  }
  for (const persona of PERSONAS) add(simulate(persona, seed));

  const digest = (...parts: string[]): string =>
    createHash('sha256')
      .update([seed, ...parts].join('|'))
      .digest('base64url');
  return {
    seed,
    creators,
    creator: (key) => byKey.get(key),
    creatorNamed: (username) => byUsername.get(username),
    addGroup: (group) =>
      makeUp(group).map(({ persona, ...history }) => add(simulate(persona, group.seed, history))),
    openId(clientKey, creatorKey) {
      const id = digest('open', clientKey, creatorKey);
      const dashed = createRandom(id)() < 0.5;
      return `${dashed ? '-' : '_'}000${id.slice(0, 32)}`;
    },
    unionId: (creatorKey) => digest('union', creatorKey).slice(0, 36),
  };
}
