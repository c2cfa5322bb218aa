/** Outlives the tab, since the mail that confirms an address opens another one. */
const KEY = 'creatorgraph.invitation';

/** Keeps an invitation's token in this browser until its reader has signed in. */
export function keepInvitation(token: string): void {
  localStorage.setItem(KEY, token);
}

export function keptInvitation(): string | null {
  return localStorage.getItem(KEY);
}

/** It is open before a person, or given up. */
export function forgetInvitation(): void {
  localStorage.removeItem(KEY);
}
