/** Who signs in, and how. Workspaces and roles are no business of it. */
export interface Identity {
  /** Answers one of better-auth's endpoints, in its words. */
  handle(request: Request): Promise<Response>;
  /** The living session behind a Cookie header; null where there is none. Changes nothing. */
  sessionOf(cookie: string): Promise<{ id: string; userId: string; expiresAt: Date } | null>;
  /**
   * Marks the address of a mail's link as its person's own. CHANGED: in the place of a former one, once. Null where the link is
   * spent, replaced or voided, too old, or none of ours.
   */
  verifyEmail(token: string): Promise<'CONFIRMED' | 'CHANGED' | null>;
  /** A token with which the person chooses a password, within the hour and once, as by a mail's link. */
  createPasswordToken(userId: string): Promise<string>;
  /**
   * Sets the password of the person who was sent the link, and ends all of his sessions. EXPIRED: the link is spent,
   * too old or none of ours. REFUSED: the password is too short or too long, and the link still works.
   */
  resetPassword(token: string, password: string): Promise<'DONE' | 'EXPIRED' | 'REFUSED'>;
}
