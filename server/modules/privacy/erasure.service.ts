import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import { callerHashOf, type Remembered } from '../../data/idempotency.ts';
import type { DataErasure, Prisma } from '../../data/generated/prisma/client.ts';
import { notFound } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { decryptIfKnown } from '../../lib/token-cipher.ts';
import { hashOfSecret, newSecret } from '../../lib/secret.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { eraseSubjectJob } from './erase-subject.job.ts';
import type { ErasureSubject } from './erasure-place.ts';

type Deps = Pick<Services, 'database'>;

/** As a request knows it; callers and related ids join when the erasure begins. */
export type NewErasureSubject = Omit<ErasureSubject, 'callerKeys' | 'relatedIds'>;

/** An erasure that was asked for. */
export interface RequestedErasure {
  erasureId: string;
  /** 256 random bits; only their hash is stored. */
  receipt: string;
}

/** The same as told again: `receipt` is null where it can no longer be told. */
export type AskedErasure = Omit<RequestedErasure, 'receipt'> & { receipt: string | null };

/** An erasure for whoever may see its receipt. */
export type ErasureWithReceipt = DataErasure & { receipt: string | null };

/** A receipt that is nobody's yet, for `requestErasure`, and as it may be remembered for a replay. */
export async function newReceipt(
  deps: Pick<Services, 'cipher'>,
): Promise<{ receipt: string; sealedReceipt: string }> {
  const receipt = newSecret();
  return { receipt, sealedReceipt: await deps.cipher.encrypt(receipt) };
}

/** What a request for an erasure answered, from what it remembered; without the receipt once its key was removed. */
export async function recallErasure(
  deps: Pick<Services, 'cipher'>,
  remembered: Remembered,
): Promise<AskedErasure> {
  const receipt = await decryptIfKnown(deps.cipher, String(remembered['sealedReceipt']));
  return { erasureId: String(remembered['erasureId']), receipt };
}

/**
 * Stores the request and queues its job, in one transaction.
 *
 * @param callerKey who asks (Viewer.callerKey); null for the server itself.
 * @returns the erasure's id.
 */
export async function requestErasure(
  tx: Transaction,
  deps: Pick<Services, 'clock' | 'queue'>,
  callerKey: string | null,
  receipt: string,
  subject: NewErasureSubject,
): Promise<string> {
  const id = newId();
  await tx.dataErasure.create({
    data: {
      id,
      receiptHash: hashOfSecret(receipt),
      requestedByHash: callerKey === null ? null : callerHashOf(callerKey),
      subjectKind: subject.kind,
      requestedAt: deps.clock.now(),
      subject: { ...subject, connections: subject.connections.map((connection) => ({ ...connection })) },
    },
  });
  await deps.queue.send(eraseSubjectJob, { erasureId: id }, { tx, singletonKey: id });
  return id;
}

/** The erasures that a viewer asked for himself. */
export function ownErasures(viewer: Viewer): Prisma.DataErasureWhereInput {
  return { requestedByHash: callerHashOf(viewer.callerKey) };
}

/**
 * The erasure behind a receipt, whoever asks.
 *
 * @throws NotFoundError
 */
export async function findErasure(
  { database }: Deps,
  receipt: string,
  query: Prisma.DataErasureDefaultArgs,
): Promise<ErasureWithReceipt> {
  const erasure = await database.prisma.dataErasure.findUnique({
    ...query,
    where: { receiptHash: hashOfSecret(receipt) },
  });
  if (erasure === null) throw notFound(null);
  return { ...erasure, receipt };
}

/** An erasure that its caller has just asked for, where he has. */
export async function reloadErasureOrNull(
  deps: Deps,
  asked: AskedErasure | null,
  query: Prisma.DataErasureDefaultArgs,
): Promise<ErasureWithReceipt | null> {
  return asked === null ? null : reloadErasure(deps, asked, query);
}

export async function reloadErasure(
  { database }: Deps,
  { erasureId, receipt }: AskedErasure,
  query: Prisma.DataErasureDefaultArgs,
): Promise<ErasureWithReceipt> {
  const where = { id: erasureId };
  return { ...(await database.prisma.dataErasure.findUniqueOrThrow({ ...query, where })), receipt };
}
