import { hash, randomUUID } from 'node:crypto';

import { z } from 'zod';

import { openRecords, readText, type Records } from './record.store.ts';
import {
  madeUpSchema,
  uploadSchema,
  visibilitySchema,
  type MadeUpGroup,
  type Upload,
  type VisibilityChange,
} from '../world/edits.ts';

const secret = z.object({ hash: z.string(), expiresAt: z.number() });

/** Codes and tokens are kept as SHA-256 hashes; instants are Unix milliseconds. */
const codeSchema = z
  .object({
    hash: z.string(),
    expiresAt: z.number(),
    clientKey: z.string(),
    creator: z.string(),
    scopes: z.array(z.string()),
    redirectUri: z.string(),
    codeChallenge: z.string(),
  })
  .transform((code) => ({ id: code.hash, ...code }));

const grantSchema = z.object({
  id: z.string().default(randomUUID),
  clientKey: z.string(),
  creator: z.string(),
  scopes: z.array(z.string()),
  access: z.array(secret),
  refresh: secret,
  /** Refresh tokens of before, newest last, and until when they work all the same. */
  former: z.array(secret).default([]),
});

export type Code = z.infer<typeof codeSchema>;
/** What a person has allowed an app. It is replaced, never changed. */
export type Grant = Readonly<z.infer<typeof grantSchema>>;

/**
 * What must survive a restart. Every change is in the file before its call returns: a token that was answered is
 * known after a crash.
 */
export interface StateStore {
  readonly seed: string;
  readonly codes: Records<Code>;
  readonly madeUp: Records<MadeUpGroup>;
  readonly uploads: Records<Upload>;
  readonly visibility: Records<VisibilityChange>;
  /** By the hash of an access token, expired ones included until they are pruned. */
  grantOfAccess(hash: string): { grant: Grant; expiresAt: number } | undefined;
  /** Of a refresh token, former ones included. */
  grantOfRefresh(hash: string): Grant | undefined;
  grantsOf(creator: string): Grant[];
  /** Adds it, or takes it in place of the one with its id. */
  putGrant(grant: Grant): void;
  removeGrant(grant: Grant): void;
  close(): void;
}

/**
 * Opens the state in `file`, or starts a new one. `seed` unset: the stored one, else `defaultSeed`.
 * Throws where the file exists and is not a state.
 */
export function openState(file: string, seed: string | undefined, defaultSeed: string): StateStore {
  try {
    const head = z.object({ version: z.literal(1), seed: z.string() }).optional();
    const stored = head.parse(JSON.parse(readText(file) ?? 'null') ?? undefined);
    return createStore(file, seed ?? stored?.seed ?? defaultSeed);
  } catch (error) {
    if (!(error instanceof z.ZodError || error instanceof SyntaxError)) throw error;
    throw new Error(
      `${file} is not a state of the TikTok sandbox; delete it and ${file}.journal to start afresh.`,
      {
        cause: error,
      },
    );
  }
}

function createStore(file: string, seed: string): StateStore {
  const records = openRecords(
    file,
    {
      codes: codeSchema,
      grants: grantSchema,
      madeUp: madeUpSchema,
      uploads: uploadSchema,
      visibility: visibilitySchema,
    },
    { version: 1, seed },
  );
  const { sets } = records;
  const byAccess = new Map<string, { grant: Grant; expiresAt: number }>();
  const byRefresh = new Map<string, Grant>();
  const byCreator = new Map<string, Map<string, Grant>>();

  function index(grant: Grant): void {
    for (const { hash: token, expiresAt } of grant.access) byAccess.set(token, { grant, expiresAt });
    for (const { hash: token } of [...grant.former, grant.refresh]) byRefresh.set(token, grant);
    const grants = byCreator.get(grant.creator) ?? new Map<string, Grant>();
    byCreator.set(grant.creator, grants.set(grant.id, grant));
  }
  function forget(grant: Grant): void {
    for (const { hash: token } of grant.access) byAccess.delete(token);
    for (const { hash: token } of [...grant.former, grant.refresh]) byRefresh.delete(token);
    byCreator.get(grant.creator)?.delete(grant.id);
  }
  for (const grant of sets.grants.all()) index(grant);

  return {
    seed,
    codes: sets.codes,
    madeUp: sets.madeUp,
    uploads: sets.uploads,
    visibility: sets.visibility,
    grantOfAccess: (token) => byAccess.get(token),
    grantOfRefresh: (token) => byRefresh.get(token),
    grantsOf: (creator) => [...(byCreator.get(creator)?.values() ?? [])],
    putGrant(grant) {
      const former = sets.grants.get(grant.id);
      if (former !== undefined) forget(former);
      index(grant);
      sets.grants.put(grant);
    },
    removeGrant(grant) {
      forget(grant);
      sets.grants.remove(grant.id);
    },
    close() {
      records.close();
    },
  };
}

export function hashOf(value: string): string {
  return hash('sha256', value, 'base64url');
}
