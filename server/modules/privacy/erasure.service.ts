import { createHash, randomBytes } from 'node:crypto';
import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { DataErasure, Prisma } from '../../data/generated/prisma/client.ts';
import { notFound } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { eraseSubjectJob } from './erase-subject.job.ts';
import type { ConnectionSubject } from './erasure-place.ts';

type Deps = Pick<Services, 'database'>;

/** An erasure that was asked for. */
export interface RequestedErasure {
  erasureId: string;
  /** 256 random bits; only their hash is stored. */
  receipt: string;
}

/** An erasure for whoever may see its receipt. */
export type ErasureWithReceipt = DataErasure & { receipt: string | null };

/** A receipt that is nobody's yet, for `requestErasure`. */
export function newReceipt(): string {
  return randomBytes(32).toString('base64url');
}

/** Stores the request and queues its job, in one transaction. */
export async function requestErasure(
  tx: Transaction,
  deps: Pick<Services, 'clock' | 'queue'>,
  viewer: Viewer,
  receipt: string,
  subject: Omit<ConnectionSubject, 'relatedIds'>,
): Promise<string> {
  const id = newId();
  await tx.dataErasure.create({
    data: {
      id,
      receiptHash: hashOf(receipt),
      requestedByHash: hashOf(viewer.callerKey),
      subjectKind: 'CONNECTION',
      requestedAt: deps.clock.now(),
      subject: { ...subject, relatedIds: [] },
    },
  });
  await deps.queue.send(eraseSubjectJob, { erasureId: id }, { tx, singletonKey: id });
  return id;
}

/** The erasures that a viewer asked for himself. */
export function ownErasures(viewer: Viewer): Prisma.DataErasureWhereInput {
  return { requestedByHash: hashOf(viewer.callerKey) };
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
    where: { receiptHash: hashOf(receipt) },
  });
  if (erasure === null) throw notFound(null);
  return { ...erasure, receipt };
}

/** An erasure that its caller has just asked for, where he has. `receipt` is null where it can no longer be told. */
export async function reloadErasureOrNull(
  { database }: Deps,
  asked: { erasureId: string; receipt: string | null } | null,
  query: Prisma.DataErasureDefaultArgs,
): Promise<ErasureWithReceipt | null> {
  const where = { id: { in: asked === null ? [] : [asked.erasureId] } };
  const erasure = await database.prisma.dataErasure.findFirst({ ...query, where });
  return erasure === null ? null : { ...erasure, receipt: asked?.receipt ?? null };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
