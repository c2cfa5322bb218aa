import type { Config } from '../lib/config.ts';
import { ownOrigins } from '../lib/own-origins.ts';

/** Any of these makes a browser ask before it sends a request to another origin. The names are those of Apollo and Yoga. */
export const PREFLIGHT_HEADERS = [
  'graphql-require-preflight',
  'apollo-require-preflight',
  'x-graphql-yoga-csrf',
];

/** How a header is looked up: of fetch or of node:http. */
export type HeaderReader = (name: string) => string | null;

/**
 * The Cookie header of a request, where it may act for the person it belongs to; null otherwise. A browser adds cookies
 * to whatever another site has it send, so they count only on what another site cannot have it send: from one of our own
 * pages, or from no page at all, and in a form that a browser asks about before it crosses origins.
 */
export function cookieOfRequest(config: Config, header: HeaderReader): string | null {
  const contentType = header('content-type') ?? '';
  const isAskedAbout =
    /^application\/json\b/i.test(contentType) || PREFLIGHT_HEADERS.some((name) => header(name) !== null);
  return isAskedAbout && isFromUs(config, header) ? header('cookie') : null;
}

/** The same of a WebSocket's upgrade, about which no browser asks but which always names its page. */
export function cookieOfUpgrade(config: Config, header: HeaderReader): string | null {
  return isFromUs(config, header) ? header('cookie') : null;
}

/** Whether a request comes from one of our own pages, or from no page. */
export function isFromUs(config: Config, header: HeaderReader): boolean {
  const origin = header('origin');
  return origin === null || ownOrigins(config).includes(origin);
}
