/** One mail, ready to go. */
export interface OutgoingMail {
  /** Ours and unique: a server that is handed the mail twice can tell. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Hands mails to a mail server. */
export interface Mailer {
  /**
   * Resolves once the mail server has taken it.
   *
   * @throws MailRefusedError when it never will; anything else is worth another try.
   */
  deliver(mail: OutgoingMail): Promise<void>;
  close(): void;
}

/** The mail server says that it takes this mail neither now nor later: most often there is no such address. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError';
  /** Of SMTP, 500–599. */
  readonly responseCode: number;

  constructor(responseCode: number, options?: ErrorOptions) {
    super(`The mail server refused a mail for good (${String(responseCode)})`, options);
    this.responseCode = responseCode;
  }
}
