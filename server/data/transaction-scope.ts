import { AsyncLocalStorage } from 'node:async_hooks';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';

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

  /** The same adapter, whose queries outside its transactions are asserted to be outside. Changes `factory`. */
  guard<Factory extends SqlMigrationAwareDriverAdapterFactory>(factory: Factory): Factory {
    const connect = factory.connect.bind(factory);
    factory.connect = async () => this.#guardAdapter(await connect());
    return factory;
  }

  #guardAdapter(adapter: SqlDriverAdapter): SqlDriverAdapter {
    const queryRaw = adapter.queryRaw.bind(adapter);
    const executeRaw = adapter.executeRaw.bind(adapter);
    const startTransaction = adapter.startTransaction.bind(adapter);
    adapter.queryRaw = async (query) => {
      this.assertOutside();
      return queryRaw(query);
    };
    adapter.executeRaw = async (query) => {
      this.assertOutside();
      return executeRaw(query);
    };
    adapter.startTransaction = async (isolationLevel) => {
      this.assertOutside();
      return startTransaction(isolationLevel);
    };
    return adapter;
  }
}
