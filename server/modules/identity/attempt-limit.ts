/** How often somebody may try what can be guessed or what sends a mail. */
export interface AttemptLimit {
  /**
   * Takes one attempt.
   *
   * @param email what was typed in; null where none was.
   * @param ipAddress where it came from; null where nobody knows.
   * @returns seconds until another may be made; null: this one may.
   */
  take(kind: 'guess' | 'mail', email: string | null, ipAddress: string | null): Promise<number | null>;
}
