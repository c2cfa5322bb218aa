import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '../../app/services.ts';
import { FINISH_TIKTOK_PATH } from '../../lib/identity-paths.ts';
import { peerAddress } from '../peer.ts';
import { type Page, redirect, sendPage } from '../responses.ts';
import { askIdentity } from './identity.ts';

const SIGN_IN = '/tiktok/';
const SECURITY = '/tiktok/security';

const REFUSALS: Readonly<Record<string, { status: number } & Omit<Page, 'links'>>> = {
  NOT_LINKED: {
    status: 403,
    title: 'This TikTok account is not linked',
    paragraphs: [
      'TikTok does not tell your e-mail address, so we cannot know whose account this is.',
      'Sign in by mail first and link it under “Sign-in and security”; from then on it signs you in.',
    ],
  },
  TAKEN: {
    status: 409,
    title: 'This TikTok account is linked already',
    paragraphs: ['Somebody else signs in with it. It can be linked to one person alone.'],
  },
  OTHER: {
    status: 409,
    title: 'You have linked another TikTok account',
    paragraphs: ['Unlink that one first.'],
  },
  SIGNED_OUT: {
    status: 401,
    title: 'You are signed out',
    paragraphs: ['Nothing was linked. Sign in again and link the account once more.'],
  },
  DECLINED: {
    status: 400,
    title: 'You are not signed in with TikTok',
    paragraphs: ['You declined at TikTok, or it failed: it did not say who you are.'],
  },
  EXPIRED: {
    status: 410,
    title: 'This sign-in works no longer',
    paragraphs: ['It is spent, older than ten minutes, or was begun in another browser. Start again.'],
  },
};
const FAILED = {
  status: 502,
  title: 'TikTok did not answer',
  paragraphs: ['It did not say who you are. Start again in a moment.'],
};

/** Where TikTok sends somebody back to who signs in with it, or links his account there. */
export async function finishTikTokSignIn(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
): Promise<void> {
  const waitSeconds = await services.attemptLimit.take('guess', null, peerAddress(request, services.config));
  if (waitSeconds !== null) {
    response.setHeader('retry-after', String(waitSeconds));
    explain(response, {
      status: 429,
      title: 'Too many attempts',
      paragraphs: [`Try again in ${String(waitSeconds)} seconds.`],
    });
    return;
  }
  const { status, answer } = await askIdentity(services, request, response, FINISH_TIKTOK_PATH, {
    state: query.get('state') ?? '',
    code: query.get('code'),
  });
  if (status === 200) {
    const { twoFactorRedirect, outcome } = answer;
    if (twoFactorRedirect === true) redirect(response, `${SIGN_IN}#second-factor`);
    else redirect(response, outcome === 'LINKED' ? SECURITY : SIGN_IN);
    return;
  }
  explain(response, REFUSALS[String(answer['code'])] ?? FAILED);
}

function explain(response: ServerResponse, { status, ...page }: { status: number } & Page): void {
  sendPage(response, status, { ...page, links: [{ href: `${SIGN_IN}?sign-in`, text: 'To the dashboard' }] });
}
