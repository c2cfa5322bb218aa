import type { ServerResponse } from 'node:http';
import type { Services } from '../../app/services.ts';
import { readOutbox } from '../../modules/mail/mail.service.ts';
import { sendPage } from '../responses.ts';

export const OUTBOX_PATH = '/outbox';

/** `GET /outbox`, in the sandbox alone: the mails that a mail server would have been handed. */
export async function serveOutbox(services: Services, response: ServerResponse): Promise<void> {
  const mails = await readOutbox(services);
  sendPage(response, 200, {
    title: 'Outbox of the sandbox',
    paragraphs: [
      services.mailer === null
        ? 'No mail server is set (SMTP_URL), so mails stay here for a week, newest first.'
        : 'Mails that the mail server has not taken yet, newest first.',
      ...(mails.length === 0 ? ['There is none.'] : []),
    ],
    sections: mails.map(
      ({ recipient, createdAt, content: { subject, paragraphs, action, closing = [] } }) => ({
        title: subject,
        paragraphs: [`To ${recipient}, ${createdAt.toUTCString()}`, ...paragraphs, ...closing],
        links: action === undefined ? [] : [{ href: action.url, text: action.label }],
      }),
    ),
  });
}
