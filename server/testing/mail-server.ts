import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it came over the wire. */
export interface ReceivedMail {
  from: string;
  to: string[];
  /** Head and body, undecoded. */
  raw: string;
}

export interface TestMailServer {
  readonly url: string;
  /** The next mail that nobody has asked for yet, when it comes. */
  next(): Promise<ReceivedMail>;
  close(): Promise<void>;
}

/**
 * A mail server on this machine.
 *
 * @param options.port @default any free one
 * @param options.refuse says with which SMTP code a recipient is refused; undefined takes him. @default takes all
 */
export async function startTestMailServer({
  port = 0,
  refuse = () => undefined,
}: { port?: number; refuse?: (recipient: string) => number | undefined } = {}): Promise<TestMailServer> {
  const received: ReceivedMail[] = [];
  const waiting: ((mail: ReceivedMail) => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, answer) {
      const responseCode = refuse(address);
      answer(
        responseCode === undefined ? null : Object.assign(new Error('No such person'), { responseCode }),
      );
    },
    onData(stream, { envelope }, answer) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        const mail = { from, to, raw: Buffer.concat(chunks).toString('utf8') };
        const taker = waiting.shift();
        if (taker === undefined) received.push(mail);
        else taker(mail);
        answer();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: taken } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${taken}`,
    next() {
      const mail = received.shift();
      return mail === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(mail);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}
