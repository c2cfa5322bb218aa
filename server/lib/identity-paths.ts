/** Where people sign up and in, over HTTP. */
export const IDENTITY_PATH = '/api/auth';

/** Pages that the links of mails lead to, with `?token=`. */
export const VERIFY_PATH = '/account/verify';
export const RESET_PATH = '/account/reset';
export const INVITATION_PATH = '/account/invitation';

/** Characters of a password; the upper bound keeps hashing cheap. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;

/** Carries the address of a request to better-auth. Set by us, whatever a client sent under this name. */
export const PEER_HEADER = 'x-creatorgraph-peer';
