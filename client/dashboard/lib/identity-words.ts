import { IdentityError } from './identity.ts';

/** What a refusal means, in a sentence for whoever typed. */
export function identityWords(error: unknown): string {
  if (!(error instanceof IdentityError)) return 'The server does not answer; try again.';
  switch (error.code) {
    case 'INVALID_EMAIL_OR_PASSWORD':
      return 'Address or password is wrong.';
    case 'EMAIL_NOT_VERIFIED':
      return 'Confirm your address first: we have sent you a new mail with a link.';
    default:
      return error.message;
  }
}
