import { createTransport } from 'nodemailer';
import { type Mailer, MailRefusedError } from './port.ts';

/** For a connection, and for each answer of the mail server. */
const PATIENCE_MS = 15_000;

/** Wrong or missing credentials: what refuses is the configuration, which can be mended while the mail waits. */
const CONFIGURATION_CODES: readonly number[] = [530, 534, 535, 538];

/** @param url `smtp://` or `smtps://`, with user and password where the server wants them. */
export function createSmtpMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // A mail is the text that it is handed, never a file or address that the text names.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return {
    async deliver({ id, to, subject, text, html }) {
      try {
        await transport.sendMail({
          messageId: `<${id}@${domain}>`,
          from,
          to: [{ name: '', address: to }],
          subject,
          text,
          html,
        });
      } catch (error) {
        const code = responseCodeOf(error);
        if (code >= 500 && code < 600 && !CONFIGURATION_CODES.includes(code)) {
          throw new MailRefusedError(code, { cause: error });
        }
        throw error;
      }
    },
    close() {
      transport.close();
    },
  };
}

function responseCodeOf(error: unknown): number {
  return error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
}
