import { useState } from 'react';

const KEY = 'creatorgraph.accountsBefore';

/** The accounts that somebody saw before he left for TikTok. */
interface Remembered {
  /** Who he was, and in which workspace: whoever comes back may be somebody else. */
  readonly seenBy: string;
  readonly ids: readonly string[];
}

/** Keeps in mind which accounts there are before the person leaves for TikTok. */
export function rememberAccounts(seenBy: string, ids: readonly string[]): void {
  const remembered: Remembered = { seenBy, ids };
  sessionStorage.setItem(KEY, JSON.stringify(remembered));
}

/**
 * The accounts that have joined since the same one left for TikTok, told once, until the page is left; none for anybody
 * else, since to him all may be new.
 */
export function useNewAccounts<Account extends { readonly id: string }>(
  seenBy: string,
  accounts: readonly Account[],
): Account[] {
  const [before] = useState(takeRemembered);
  return before?.seenBy === seenBy ? accounts.filter(({ id }) => !before.ids.includes(id)) : [];
}

function takeRemembered(): Remembered | null {
  const text = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return text === null ? null : (JSON.parse(text) as Remembered);
}
