import type { Services } from '../../app/services.ts';
import { canSendMail, type MailContent, sendMail, type SendMailDeps } from '../mail/mail.service.ts';

type Deps = SendMailDeps & Pick<Services, 'database'>;

/** A person as better-auth knows him, at the address that is to be written to. */
export interface Addressee {
  id: string;
  email: string;
}

/** Mails what the person waits for. */
export function mailTo(deps: Deps, person: Addressee, content: MailContent): Promise<void> {
  const { id: userId, email } = person;
  return deps.database.transaction((tx) => sendMail(deps, tx, { userId, email }, content));
}

/** Mails what was done in his name, where this server can: what was done is done. */
export async function tell(deps: Deps, person: Addressee, content: MailContent): Promise<void> {
  if (canSendMail(deps)) await mailTo(deps, person, content);
}
