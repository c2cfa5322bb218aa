import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Refusals } from '../refusals.ts';
import { PREFLIGHT_HEADERS } from '../session-cookie.ts';

/** Content types that no form can send, so that a browser asks before it sends them to another origin. */
const ASKED_ABOUT = /^application\/(?:json|graphql|graphql\+json|graphql-response\+json)\s*(?:;|$)/i;

/**
 * Refuses what any page may make a browser send here without asking first (CORS calls it a simple request), so that nobody
 * acts, or measures how long it takes, in the place of whoever sits in front of it. Programs send none of the headers by
 * which a browser is known, and are let in.
 */
export function useCsrfPrevention(refusals: Refusals): Plugin {
  return {
    onRequestParse({ request, setRequestParser }) {
      if (!isSimple(request) || !mayBeOfAnotherSite(request)) return;
      setRequestParser(() => {
        refusals.count('cross_site');
        throw new GraphQLError(
          `A browser must send this as JSON, or with one of the headers ${PREFLIGHT_HEADERS.join(', ')}, whatever its value.`,
          { extensions: { code: 'FORBIDDEN', http: { status: 403 } } },
        );
      });
    },
  };
}

function isSimple({ method, headers }: Request): boolean {
  if (PREFLIGHT_HEADERS.some((name) => headers.has(name))) return false;
  return method === 'GET' || !ASKED_ABOUT.test(headers.get('content-type') ?? '');
}

/** No script can set `Sec-Fetch-Site`; browsers without it at least name the origin, or add the cookies. */
function mayBeOfAnotherSite({ headers }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  return headers.has('origin') || headers.has('cookie');
}
