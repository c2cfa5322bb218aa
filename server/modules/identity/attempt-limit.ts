/** How often somebody may try what can be guessed or what sends a mail. */
export interface AttemptLimit {
  /**
   * Takes one attempt.
   *
   * @param account the address that was typed in, or the id of whoever is signed in; null where nobody knows.
   * @param ipAddress where it came from; null where nobody knows.
   * @returns seconds until another may be made; null: this one may.
   */
  take(kind: 'guess' | 'mail', account: string | null, ipAddress: string | null): Promise<number | null>;
}
