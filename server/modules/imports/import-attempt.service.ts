import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { AnalyticsImport, Prisma } from '../../data/generated/prisma/client.ts';
import { type DomainError, type ErrorCode, ValidationError } from '../../lib/errors.ts';

type Deps = Pick<Services, 'database' | 'clock'>;

/** An import as one attempt at it knows it. */
export type ImportAttempt = Pick<AnalyticsImport, 'id' | 'attempt'>;

/** The import is another attempt's by now, or gone. */
export class Superseded extends Error {}

/** Why an import failed, as stored. */
export interface StoredImportError {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  vendorCode: null;
}

/** What is stored of an import whose job has no retries left. */
export const GIVEN_UP: StoredImportError = {
  code: 'RETRIES_EXHAUSTED',
  message: 'The file was tried several times and never read to its end. What was stored of it stays.',
  retryable: true,
  vendorCode: null,
};

/** Takes an import that has not ended, from whichever attempt had it. Null where there is nothing to do. */
export async function claimAttempt(
  { database }: Pick<Deps, 'database'>,
  importId: string,
): Promise<AnalyticsImport | null> {
  return database.transaction(async (tx) => {
    const { count } = await tx.analyticsImport.updateMany({
      where: { id: importId, status: { in: ['QUEUED', 'RUNNING'] } },
      data: { status: 'RUNNING', attempt: { increment: 1 } },
    });
    return count === 0 ? null : tx.analyticsImport.findUniqueOrThrow({ where: { id: importId } });
  });
}

/**
 * Stores how far an attempt has come, in the transaction that stores what it found.
 *
 * @throws Superseded when the import is another attempt's.
 */
export async function saveAttempt(
  tx: Transaction,
  { id, attempt }: ImportAttempt,
  columns: Prisma.AnalyticsImportUpdateManyMutationInput,
): Promise<void> {
  const { count } = await tx.analyticsImport.updateMany({
    where: { id, status: 'RUNNING', attempt },
    data: columns,
  });
  if (count === 0) throw new Superseded();
}

/** Ends an import that this attempt still has. `end` is called in the transaction that ends it; null where it has it no more. */
export async function failAttempt<T>(
  { database, clock }: Deps,
  { id, attempt }: ImportAttempt,
  error: StoredImportError,
  end: (tx: Transaction) => Promise<T>,
): Promise<T | null> {
  return database.transaction(async (tx) => {
    const { count } = await tx.analyticsImport.updateMany({
      where: { id, status: 'RUNNING', attempt },
      data: {
        status: 'FAILED',
        finishedAt: clock.now(),
        error: error satisfies StoredImportError as unknown as Prisma.InputJsonObject,
      },
    });
    return count === 0 ? null : end(tx);
  });
}

export function toStoredError(error: DomainError): StoredImportError {
  const message =
    error instanceof ValidationError ? (error.issues[0]?.message ?? error.message) : error.message;
  return { code: error.code, message, retryable: false, vendorCode: null };
}
