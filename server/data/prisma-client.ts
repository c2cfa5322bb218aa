import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaClient } from './generated/prisma/client.ts';

/**
 * How long a transaction waits for its turn, and how long it may take. PGlite runs one at a time, so the wait
 * must outlast a burst; Prisma's own limits (2 s and 5 s) do not.
 */
export const TRANSACTION_LIMITS = { maxWait: 15_000, timeout: 15_000 };

export function createPrisma(adapter: SqlMigrationAwareDriverAdapterFactory): PrismaClient {
  return new PrismaClient({ adapter, transactionOptions: TRANSACTION_LIMITS });
}
