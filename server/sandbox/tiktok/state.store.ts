import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { z } from 'zod';

const secret = z.object({ hash: z.string(), expiresAt: z.number() });

const stateSchema = z.object({
  version: z.literal(1),
  seed: z.string(),
  codes: z.array(
    z.object({
      hash: z.string(),
      expiresAt: z.number(),
      clientKey: z.string(),
      creator: z.string(),
      scopes: z.array(z.string()),
      redirectUri: z.string(),
      codeChallenge: z.string(),
    }),
  ),
  grants: z.array(
    z.object({
      clientKey: z.string(),
      creator: z.string(),
      scopes: z.array(z.string()),
      access: z.array(secret),
      refresh: secret,
    }),
  ),
});

/** What must survive a restart. Codes and tokens are kept as SHA-256 hashes; instants are Unix milliseconds. */
export type SandboxState = z.infer<typeof stateSchema>;
export type Grant = SandboxState['grants'][number];

export interface StateStore {
  readonly state: SandboxState;
  /** Writes the state before it returns: a token that was answered is known after a crash. */
  save(): void;
}

/**
 * Opens the state in `file`, or starts a new one. `seed` unset: the stored one, else `defaultSeed`.
 * Throws where the file exists and is not a state.
 */
export function openState(file: string, seed: string | undefined, defaultSeed: string): StateStore {
  const stored = readState(file);
  const state: SandboxState = stored ?? { version: 1, seed: seed ?? defaultSeed, codes: [], grants: [] };
  state.seed = seed ?? state.seed;
  const store: StateStore = {
    state,
    save() {
      const draft = `${file}.${process.pid}.tmp`;
      writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
      renameSync(draft, file);
    },
  };
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  store.save();
  return store;
}

function readState(file: string): SandboxState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return stateSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} is not a state of the TikTok sandbox; delete it to start afresh.`, {
      cause: error,
    });
  }
}

export function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}
