import { AsyncLocalStorage } from 'node:async_hooks';
import type { PrismaClient } from './generated/prisma/client.ts';

/** A bug: inside `database.transaction` something was queried that does not go through its `tx`. */
export class QueryOutsideTransactionError extends Error {
  override readonly name = 'QueryOutsideTransactionError';

  constructor() {
    super('Inside database.transaction every query must go through its tx; this one does not.');
  }
}

/**
 * Knows whether the code that runs now was called by an open transaction's work. On PGlite a query past the
 * transaction would wait until the transaction's time is up; refusing at once names the culprit in the stack.
 */
export class TransactionScope {
  readonly #storage = new AsyncLocalStorage<{ open: boolean }>();

  async run<T>(work: () => Promise<T>): Promise<T> {
    // Timers and listeners that `work` leaves behind keep the store, so its end is written into it.
    const scope = { open: true };
    try {
      // Awaited inside: a Prisma query begins when it is awaited, not when it is written.
      return await this.#storage.run(scope, async () => await work());
    } finally {
      scope.open = false;
    }
  }

  /** @throws QueryOutsideTransactionError */
  assertOutside(): void {
    if (this.#storage.getStore()?.open === true) throw new QueryOutsideTransactionError();
  }

  /**
   * The client for what is queried outside of transactions. It is asked where a query is called: Prisma sends those of one
   * tick together, in the context of whichever came first, and that may be a transaction's.
   */
  guard(prisma: PrismaClient): PrismaClient {
    const guarded = prisma.$extends({
      query: {
        $allOperations: ({ args, query }) => {
          this.assertOutside();
          return query(args);
        },
      },
    });
    // Nothing is added to it that a caller could see.
    return guarded as unknown as PrismaClient;
  }
}
