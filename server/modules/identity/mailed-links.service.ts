import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import { newId } from '../../lib/ids.ts';
import { hashOfSecret } from '../../lib/secret.ts';
import { VERIFY_LINK_SECONDS } from './sign-in-mails.ts';

/**
 * Makes this the one link that changes the person's address: one that was asked for earlier works no longer. better-auth
 * signs such links and keeps nothing of them, so that by itself each would work again and again until it is too old.
 */
export async function rememberAddressChange(
  { clock }: Pick<Services, 'clock'>,
  tx: Transaction,
  userId: string,
  token: string,
): Promise<void> {
  const now = clock.now();
  const value = changeOf(userId);
  await tx.verification.deleteMany({ where: { value } });
  await tx.verification.create({
    data: {
      id: newId(),
      identifier: identifierOf(token),
      value,
      expiresAt: new Date(now.getTime() + VERIFY_LINK_SECONDS * 1_000),
      createdAt: now,
      updatedAt: now,
    },
  });
}

/** Spends the link: of two who follow it, one gets it. False where it was spent, replaced or voided. */
export async function spendAddressChange(
  { database }: Pick<Services, 'database'>,
  token: string,
): Promise<boolean> {
  const { count } = await database.prisma.verification.deleteMany({
    where: { identifier: identifierOf(token) },
  });
  return count > 0;
}

/**
 * Voids all that links and cookies stand for on the person's word so far: new passwords and addresses, a TikTok account to be
 * linked, sign-ins under way. Whoever had the former password or mailbox may have begun them.
 */
export async function voidLinks({ database }: Pick<Services, 'database'>, userId: string): Promise<void> {
  await database.prisma.verification.deleteMany({ where: { value: { contains: userId } } });
}

function changeOf(userId: string): string {
  return `address-change:${userId}`;
}

function identifierOf(token: string): string {
  return hashOfSecret(`address-change:${token}`);
}
