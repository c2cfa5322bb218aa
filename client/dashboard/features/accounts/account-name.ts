/** What to call an account before and after its first profile answer. */
export function accountName({
  displayName,
  username,
}: {
  readonly displayName: string | null;
  readonly username: string | null;
}): string {
  return displayName ?? (username === null ? 'New account' : `@${username}`);
}
