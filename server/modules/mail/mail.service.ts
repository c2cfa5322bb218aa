import type { Services } from '../../app/services.ts';
import type { Transaction } from '../../data/database.ts';
import type { Mail } from '../../data/generated/prisma/client.ts';
import { ConflictError } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { sendMailJob } from './send-mail.job.ts';

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

export type SendMailDeps = Pick<Services, 'config' | 'clock' | 'cipher' | 'queue' | 'mailer'>;

/** Whether mails reach anybody: by a mail server, or in the sandbox's outbox. */
export function canSendMail({ config, mailer }: Pick<Services, 'config' | 'mailer'>): boolean {
  return mailer !== null || config.mode === 'SANDBOX';
}

/**
 * Has a mail sent once `tx` commits; in a sandbox without a mail server it stays to be read in the outbox. Its text is
 * stored encrypted, since links in it are secrets.
 *
 * @param recipient the address; with the person, where it is written to one: his mails are erased with him.
 * @throws ConflictError on a live server without a mail server: nobody would ever read it.
 */
export async function sendMail(
  deps: SendMailDeps,
  tx: Transaction,
  recipient: string | { userId: string; email: string },
  content: MailContent,
): Promise<void> {
  if (!canSendMail(deps)) {
    throw new ConflictError('This server cannot send mail. Whoever runs it has to set SMTP_URL.');
  }
  const { userId, email } = typeof recipient === 'string' ? { userId: null, email: recipient } : recipient;
  const id = newId();
  const body = await deps.cipher.encrypt(JSON.stringify(content));
  await tx.mail.create({
    data: { id, recipient: email, userId, subject: content.subject, body, createdAt: deps.clock.now() },
  });
  if (deps.mailer !== null) await deps.queue.send(sendMailJob, { mailId: id }, { tx });
}

/** Null once it was sent or given up. */
export async function readMail(
  deps: Pick<Services, 'database' | 'cipher'>,
  id: string,
): Promise<StoredMail | null> {
  const row = await deps.database.prisma.mail.findUnique({ where: { id } });
  return row === null ? null : decrypted(deps, row);
}

export async function dropMail({ database }: Pick<Services, 'database'>, id: string): Promise<void> {
  await database.prisma.mail.deleteMany({ where: { id } });
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
  return Promise.all(rows.map((row) => decrypted(deps, row)));
}

async function decrypted(
  { cipher }: Pick<Services, 'cipher'>,
  { id, recipient, createdAt, body }: Mail,
): Promise<StoredMail> {
  return { id, recipient, createdAt, content: JSON.parse(await cipher.decrypt(body)) as MailContent };
}
