import type { ServerResponse } from 'node:http';

import type { SandboxContext, Scope } from './context.ts';
import { escapeHtml } from './http.ts';
import { signedPath } from './media.handler.ts';
import { sendPage } from './page.ts';

/** A checked request of `GET /v2/auth/authorize/`. */
export interface AuthorizationRequest {
  clientKey: string;
  scopes: Scope[];
  redirectUri: string;
  state: string;
  codeChallenge: string;
}

const SCOPE_TEXTS: Record<Scope, { title: string; detail: string }> = {
  'user.info.basic': { title: 'Display name and avatar', detail: 'Always shared with a connected app.' },
  'user.info.profile': { title: 'Profile', detail: 'Username, bio, link and verification.' },
  'user.info.stats': { title: 'Statistics', detail: 'Followers, following, likes and number of videos.' },
  'video.list': { title: 'Public videos', detail: 'The list of public videos with their counters.' },
};

/** The page on which a person picks a creator and the scopes; a program may post its form directly. */
export function sendConsentPage(
  sandbox: SandboxContext,
  response: ServerResponse,
  request: AuthorizationRequest,
): void {
  const fields = {
    client_key: request.clientKey,
    response_type: 'code',
    requested_scope: request.scopes.join(','),
    redirect_uri: request.redirectUri,
    state: request.state,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
    // A switch that cannot be turned off is disabled, and browsers do not send those.
    scope: 'user.info.basic',
  };
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  );
  const { origin } = new URL(request.redirectUri);
  const body = [
    '<h1>Connect a creator</h1>',
    `<p class="hint">The app at <strong>${escapeHtml(origin)}</strong> asks for access to a TikTok account.</p>`,
    '<form method="post" action="/v2/auth/authorize/">',
    ...hidden,
    `<fieldset><legend>Which creator are you?</legend>${renderCreators(sandbox)}</fieldset>`,
    `<fieldset><legend>What may the app read?</legend>${renderScopes(request.scopes)}</fieldset>`,
    '<div class="buttons">',
    '<button class="primary" name="decision" value="allow">Authorize</button>',
    '<button name="decision" value="deny">Deny</button>',
    '</div></form>',
  ];
  sendPage(response, 200, 'Connect a creator', body, [origin]);
}

function renderCreators(sandbox: SandboxContext): string {
  const now = sandbox.now();
  const count = new Intl.NumberFormat('en', { notation: 'compact' });
  return sandbox.world.creators
    .map((creator, index) => {
      const { key, displayName, username, niche } = creator.persona;
      const { followers, videos } = creator.profileAt(now);
      const facts = [`@${username}`, `${count.format(followers)} followers`, `${videos} videos`];
      if (niche !== 'none') facts.push(niche);
      return `<label class="row"><input type="radio" name="creator" value="${key}"${index === 0 ? ' checked' : ''} required>
<img src="${escapeHtml(signedPath(sandbox, `/cdn/avatar/${key}_100.png`))}" alt="" width="40" height="40">
<span>${escapeHtml(displayName)}<small>${escapeHtml(facts.join(' · '))}</small></span></label>`;
    })
    .join('\n');
}

function renderScopes(requested: readonly Scope[]): string {
  const scopes = new Set<Scope>(['user.info.basic', ...requested]);
  return [...scopes]
    .map((scope) => {
      const { title, detail } = SCOPE_TEXTS[scope];
      const state = scope === 'user.info.basic' ? 'checked disabled' : 'checked';
      return `<label class="row"><span>${title}<small>${detail} <code>${scope}</code></small></span>
<input type="checkbox" role="switch" name="scope" value="${scope}" ${state}></label>`;
    })
    .join('\n');
}
