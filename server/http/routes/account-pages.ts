import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '../../app/services.ts';
import { INVITATION_PATH, PASSWORD_LENGTH, RESET_PATH, VERIFY_PATH } from '../../lib/identity-paths.ts';
import { previewInvitation } from '../../modules/accounts/invitation.service.ts';
import { readBody } from '../read-body.ts';
import { type Page, sendPage } from '../responses.ts';

/** Bytes; a token and a password. */
const MAX_BODY_BYTES = 4_096;
/** In the sandbox the dashboard without more is the demo's. */
const SIGN_IN = { href: '/tiktok/?sign-in', text: 'Sign in' };

export const ACCOUNT_PAGES: readonly string[] = [VERIFY_PATH, RESET_PATH, INVITATION_PATH];

/**
 * The pages that mails lead to. Opening one changes nothing, since mail programs open links by themselves; its button
 * does. They go by the link's token alone and by no cookie, so nobody can have another person press it.
 */
export async function serveAccountPage(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  { pathname, searchParams }: URL,
): Promise<void> {
  const token = searchParams.get('token') ?? '';
  if (pathname === INVITATION_PATH) {
    await showInvitation(services, response, token);
    return;
  }
  if (request.method === 'POST') {
    const body = await readBody(request, MAX_BODY_BYTES);
    if (body === null) response.setHeader('connection', 'close');
    const form = new URLSearchParams(body?.toString('utf8') ?? '');
    if (pathname === VERIFY_PATH) await verify(services, response, form);
    else await reset(services, response, form);
    return;
  }
  sendPage(response, 200, pathname === VERIFY_PATH ? verifyPage(token) : resetPage(token));
}

/** What it says is no secret to who has the link; accepting it is done signed in, in the dashboard. */
async function showInvitation(services: Services, response: ServerResponse, token: string): Promise<void> {
  const invitation = await previewInvitation(services, token);
  if (invitation === null) {
    sendPage(response, 410, {
      title: 'This invitation works no longer',
      paragraphs: ['It was accepted or withdrawn, or is older than a week. Ask for a new one.'],
    });
    return;
  }
  const { workspaceName, role, email } = invitation;
  sendPage(response, 200, {
    title: 'You are invited',
    paragraphs: [
      `To the workspace “${workspaceName}”, with the role ${role}.`,
      `Sign in as ${email}, or sign up with that address, and accept it.`,
    ],
    links: [{ href: `/tiktok/invitation#${encodeURIComponent(token)}`, text: 'Go on to creatorgraph' }],
  });
}

async function verify(
  { identity }: Services,
  response: ServerResponse,
  form: URLSearchParams,
): Promise<void> {
  const outcome = await identity.verifyEmail(form.get('token') ?? '');
  switch (outcome) {
    case 'CONFIRMED':
      sendPage(response, 200, {
        title: 'Your address is confirmed',
        paragraphs: ['You can sign in with it.'],
        links: [SIGN_IN],
      });
      return;
    case 'CHANGED':
      sendPage(response, 200, {
        title: 'Your address is changed',
        paragraphs: ['From now on you sign in with the new one. Where you are signed in, you stay so.'],
        links: [{ href: '/tiktok/security', text: 'Go on to creatorgraph' }],
      });
      return;
    case null:
      sendPage(response, 410, {
        title: 'This link works no longer',
        paragraphs: [
          'It was used already, a later link or a new password took its place, it is older than a day, or the address is another account’s by now.',
          'Where you still need one, sign in to be sent it, or ask for the change again.',
        ],
        links: [SIGN_IN],
      });
  }
}

async function reset({ identity }: Services, response: ServerResponse, form: URLSearchParams): Promise<void> {
  const token = form.get('token') ?? '';
  const outcome = await identity.resetPassword(token, form.get('password') ?? '');
  switch (outcome) {
    case 'DONE':
      sendPage(response, 200, {
        title: 'Your password is changed',
        paragraphs: ['You are signed out everywhere. Sign in with the new one.'],
        links: [SIGN_IN],
      });
      return;
    case 'REFUSED':
      sendPage(response, 400, resetPage(token));
      return;
    case 'EXPIRED':
      sendPage(response, 410, {
        title: 'This link works no longer',
        paragraphs: ['It is spent or older than an hour. Ask for a new one where you sign in.'],
        links: [SIGN_IN],
      });
  }
}

function verifyPage(token: string): Page {
  return {
    title: 'Confirm your address',
    paragraphs: [
      'If you have just signed up to creatorgraph with this address, or asked to use it from now on, confirm that it is yours.',
    ],
    form: { action: VERIFY_PATH, hidden: { token }, button: 'Confirm this address' },
  };
}

function resetPage(token: string): Page {
  const { min, max } = PASSWORD_LENGTH;
  return {
    title: 'Choose a new password',
    paragraphs: [`It has ${String(min)} to ${String(max)} characters. You will be signed out everywhere.`],
    form: {
      action: RESET_PATH,
      hidden: { token },
      password: { name: 'password', label: 'New password', min, max },
      button: 'Change the password',
    },
  };
}
