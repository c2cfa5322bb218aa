import { createHash } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import { ConflictError } from '../lib/errors.ts';
import type { Database, Transaction } from './database.ts';

/** How long a key stands for its first result. */
const KEPT_MS = 24 * 3_600_000;

/** A JSON value that leads back to the result, usually the id of the entity. */
export type Remembered = Record<string, string | number | boolean | null>;

/**
 * Stores the result under the caller's key; call it inside the transaction that has the effect, so that effect
 * and memory are one. Throws AlreadyDone when another request with the key was first: the transaction rolls
 * back and the first result is answered.
 */
export type Remember = (tx: Transaction, result: Remembered) => Promise<void>;

export interface IdempotentRequest {
  /** Viewer.callerKey: keys of different callers never meet. */
  callerKey: string;
  mutation: string;
  /** 1–200 printable characters; null or undefined runs without memory. */
  key: string | null | undefined;
  /** The whole input as given; another input under the same key is a ConflictError. */
  input: object;
}

export interface Idempotency {
  /**
   * Runs `first` once a key. A repeat within 24 h gets the remembered result and `isReplay`; a repeat while the
   * first is still running waits for its commit. A failed first attempt is not remembered: it had no effect.
   */
  once<T>(
    request: IdempotentRequest,
    first: (remember: Remember) => Promise<T>,
    replay: (result: Remembered) => Promise<T>,
  ): Promise<T>;
}

class AlreadyDone extends Error {}

export function createIdempotency(database: Database, clock: Clock): Idempotency {
  /** First attempts of this process that are still running, by record id. */
  const running = new Map<string, Promise<unknown>>();

  return {
    async once(request, first, replay) {
      const { key } = request;
      if (key === null || key === undefined) return first(async () => {});
      const id = digest([request.callerKey, request.mutation, key]);
      const stored = {
        id,
        inputHash: digest(request.input),
        callerHash: callerHashOf(request.callerKey),
      };

      // An attempt that fails leaves nothing behind, so the next one that waited makes its own.
      for (let before = running.get(id); before !== undefined; before = running.get(id)) {
        await before.catch(() => undefined);
      }
      const attempt = once(stored, first, replay);
      running.set(id, attempt);
      try {
        return await attempt;
      } finally {
        running.delete(id);
      }
    },
  };

  async function once<T>(
    stored: { id: string; inputHash: string; callerHash: string },
    first: (remember: Remember) => Promise<T>,
    replay: (result: Remembered) => Promise<T>,
  ): Promise<T> {
    const { id, inputHash } = stored;
    const known = await recall(id, inputHash);
    if (known !== undefined) return replay(known);
    try {
      return await first(async (tx, result) => {
        const now = clock.now();
        await tx.idempotencyRecord.deleteMany({ where: { id, expiresAt: { lte: now } } });
        // A request with the same key on another node waits here for the first one's commit.
        const inserted = await tx.idempotencyRecord.createMany({
          data: [{ ...stored, result, createdAt: now, expiresAt: new Date(now.getTime() + KEPT_MS) }],
          skipDuplicates: true,
        });
        if (inserted.count === 0) throw new AlreadyDone();
      });
    } catch (error) {
      // Another node may have been first, whichever of its effects this attempt stumbled over.
      const winner = await recall(id, inputHash);
      if (winner === undefined) throw error;
      return replay(winner);
    }
  }

  async function recall(id: string, inputHash: string): Promise<Remembered | undefined> {
    const record = await database.prisma.idempotencyRecord.findUnique({ where: { id } });
    if (record === null || record.expiresAt <= clock.now()) return undefined;
    if (record.inputHash !== inputHash) {
      throw new ConflictError('This idempotency key was used with another input.', 'IDEMPOTENCY_KEY_REUSED');
    }
    return record.result as Remembered;
  }
}

/** By which records name a caller, without saying who it is. */
export function callerHashOf(callerKey: string): string {
  return createHash('sha256').update(callerKey).digest('hex');
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
