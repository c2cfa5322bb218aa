import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import { newId } from '../../lib/ids.ts';

/** What a person is to read. Plain text all of it: the look of it is made where it is sent. */
export interface MailContent {
  subject: string;
  paragraphs: string[];
  /** What to do about it: shown below the paragraphs. */
  action?: { label: string; url: string };
  /** Below the action. */
  closing?: string[];
}

/** A mail that waits to be sent, or to be read in the sandbox's outbox. */
export interface StoredMail {
  id: string;
  recipient: string;
  createdAt: Date;
  content: MailContent;
}

/**
 * Has a mail sent once `tx` commits. Its text is stored encrypted, since links in it are secrets.
 *
 * @param recipient the address.
 */
export async function sendMail(
  { clock, cipher }: Pick<Services, 'clock' | 'cipher'>,
  tx: Transaction,
  recipient: string,
  content: MailContent,
): Promise<void> {
  const body = await cipher.encrypt(JSON.stringify(content));
  await tx.mail.create({
    data: { id: newId(), recipient, subject: content.subject, body, createdAt: clock.now() },
  });
}

/** Mails that wait, newest first, at most 100. */
export async function readOutbox(
  deps: Pick<Services, 'database' | 'cipher'>,
  { recipient }: { recipient?: string } = {},
): Promise<StoredMail[]> {
  const rows = await deps.database.prisma.mail.findMany({
    where: recipient === undefined ? {} : { recipient },
    orderBy: { id: 'desc' },
    take: 100,
  });
  return Promise.all(
    rows.map(async ({ id, recipient: address, createdAt, body }) => ({
      id,
      recipient: address,
      createdAt,
      content: JSON.parse(await deps.cipher.decrypt(body)) as MailContent,
    })),
  );
}
