import { useState } from 'react';

const KEY = 'creatorgraph.accountsBefore';

/** Keeps in mind which accounts there are before the person leaves for TikTok. */
export function rememberAccounts(ids: readonly string[]): void {
  sessionStorage.setItem(KEY, JSON.stringify(ids));
}

/** The accounts that have joined since the person left for TikTok; told once, until the page is left. */
export function useNewAccounts<Account extends { readonly id: string }>(
  accounts: readonly Account[],
): Account[] {
  const [before] = useState(takeRemembered);
  return before === null ? [] : accounts.filter(({ id }) => !before.includes(id));
}

function takeRemembered(): readonly string[] | null {
  const text = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return text === null ? null : (JSON.parse(text) as string[]);
}
