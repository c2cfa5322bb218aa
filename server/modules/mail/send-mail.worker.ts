import type { Services } from '../../app/services.ts';
import { defineWorker, type WorkerBinding } from '../../jobs/job.ts';
import { messageOf } from '../../lib/errors.ts';
import { MailRefusedError } from '../../vendors/smtp/port.ts';
import { dropMail, readMail } from './mail.service.ts';
import { htmlOf, textOf } from './mail-text.ts';
import { sendMailJob } from './send-mail.job.ts';

/** Mails that one process hands over at a time. */
const CONCURRENCY = 4;

/** The mail that is given up is named by its id, never by its address. */
export function createSendMailWorker(
  deps: Pick<Services, 'database' | 'log' | 'cipher' | 'mailer'>,
): WorkerBinding {
  const { log, mailer } = deps;
  return defineWorker(
    sendMailJob,
    async ({ mailId }) => {
      const mail = await readMail(deps, mailId);
      if (mail === null) return;
      if (mailer === null) throw new Error('This node has no mail server: SMTP_URL is not set');
      const { recipient: to, content } = mail;
      try {
        await mailer.deliver({
          id: mailId,
          to,
          subject: content.subject,
          text: textOf(content),
          html: htmlOf(content),
        });
      } catch (error) {
        if (!(error instanceof MailRefusedError)) throw error;
        log.error({ mailId, responseCode: error.responseCode }, 'The mail server refused a mail for good');
      }
      await dropMail(deps, mailId);
    },
    {
      concurrency: CONCURRENCY,
      onExhausted: async ({ mailId }, error) => {
        log.error(
          { mailId, reason: messageOf(error) },
          'A mail was given up: the mail server did not take it',
        );
        await dropMail(deps, mailId);
      },
    },
  );
}
