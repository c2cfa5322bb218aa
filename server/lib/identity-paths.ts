/** Where people sign up and in, over HTTP. */
export const IDENTITY_PATH = '/api/auth';

/** Where a login at TikTok goes by, on the way there and back. */
export const TIKTOK_AUTH_PATH = '/api/tiktok/auth';

/** Of better-auth, and asked by our own page alone: whoever comes back from TikTok. */
export const FINISH_TIKTOK_PATH = '/sign-in/tiktok/finish';

/** Pages that the links of mails lead to, with `?token=`. */
export const VERIFY_PATH = '/account/verify';
export const RESET_PATH = '/account/reset';
export const INVITATION_PATH = '/account/invitation';

/** Characters of a password; the upper bound keeps hashing cheap. */
export const PASSWORD_LENGTH = { min: 10, max: 128 } as const;

/** Carries the address of a request to better-auth. Set by us, whatever a client sent under this name. */
export const PEER_HEADER = 'x-creatorgraph-peer';
