import { useSyncExternalStore } from 'react';
import type { ComponentProps, MouseEvent } from 'react';

/** Where the server serves the dashboard. */
const BASE = '/tiktok';
const NAVIGATED = 'creatorgraph:navigated';

/** The pages there are. */
export type Route =
  | { readonly page: 'accounts' }
  /** Password, second factor and sessions of the person. */
  | { readonly page: 'security' }
  /** Members, invitations and keys of a workspace. */
  | { readonly page: 'people' }
  | { readonly page: 'account'; readonly id: string; readonly runId: string | null }
  /** The receipt is a secret, so it stands where no server and no log gets to see it. */
  | { readonly page: 'erasure'; readonly receipt: string }
  /** The token is a secret likewise. */
  | { readonly page: 'invitation'; readonly token: string }
  | { readonly page: 'unknown' };

/** The path of a route. */
export function toPath(route: Exclude<Route, { page: 'unknown' }>): string {
  if (route.page === 'accounts') return BASE;
  if (route.page === 'security') return `${BASE}/security`;
  if (route.page === 'people') return `${BASE}/people`;
  if (route.page === 'erasure') return `${BASE}/erasure#${encodeURIComponent(route.receipt)}`;
  if (route.page === 'invitation') return `${BASE}/invitation#${encodeURIComponent(route.token)}`;
  const run = route.runId === null ? '' : `?run=${encodeURIComponent(route.runId)}`;
  return `${BASE}/accounts/${encodeURIComponent(route.id)}${run}`;
}

/** The route of an address. */
export function parseRoute({
  pathname,
  search,
  hash,
}: {
  pathname: string;
  search: string;
  hash: string;
}): Route {
  const [page, id, ...rest] = pathname.slice(BASE.length).split('/').filter(Boolean);
  if (page === undefined) return { page: 'accounts' };
  if (page === 'accounts' && id !== undefined && rest.length === 0)
    return { page: 'account', id: decodeURIComponent(id), runId: new URLSearchParams(search).get('run') };
  if (page === 'security' && id === undefined) return { page: 'security' };
  if (page === 'people' && id === undefined) return { page: 'people' };
  if (page === 'erasure' && id === undefined && hash.length > 1)
    return { page: 'erasure', receipt: decodeURIComponent(hash.slice(1)) };
  if (page === 'invitation' && id === undefined && hash.length > 1)
    return { page: 'invitation', token: decodeURIComponent(hash.slice(1)) };
  return { page: 'unknown' };
}

/** Goes to a path of the dashboard without loading the page anew. */
export function navigate(path: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', path);
  else history.pushState(null, '', path);
  window.dispatchEvent(new Event(NAVIGATED));
}

/** Where we are. */
export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, () => location.pathname + location.search + location.hash);
  return parseRoute(new URL(address, location.origin));
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('popstate', onChange);
  window.addEventListener(NAVIGATED, onChange);
  return () => {
    window.removeEventListener('popstate', onChange);
    window.removeEventListener(NAVIGATED, onChange);
  };
}

/** A link within the dashboard; opens a tab with the usual keys. */
export function Link({ href, onClick, ...rest }: ComponentProps<'a'> & { readonly href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(href);
    window.scrollTo(0, 0);
  };
  return <a href={href} onClick={follow} {...rest} />;
}
