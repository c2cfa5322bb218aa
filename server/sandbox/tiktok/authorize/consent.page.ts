import type { ServerResponse } from 'node:http';

import type { AuthorizationRequest } from './authorize.request.ts';
import { avatarPath } from '../images/cdn.handler.ts';
import type { SandboxContext, Scope } from '../context.ts';
import { escapeHtml } from '../http.ts';
import { sendPage } from '../page.ts';
import { signedPath } from '../images/signed.url.ts';
import type { SimulatedCreator } from '../world/creator.ts';

const SCOPE_TEXTS: Record<Scope, { title: string; detail: string }> = {
  'user.info.basic': { title: 'Display name and avatar', detail: 'Always shared with a connected app.' },
  'user.info.profile': { title: 'Profile', detail: 'Username, bio, link and verification.' },
  'user.info.stats': { title: 'Statistics', detail: 'Followers, following, likes and number of videos.' },
  'video.list': { title: 'Public videos', detail: 'The list of public videos with their counters.' },
};

/** The page on which a person picks a creator (`chosen` first) and the scopes; a program may post its form directly. */
export function sendConsentPage(
  sandbox: SandboxContext,
  response: ServerResponse,
  request: AuthorizationRequest,
  chosen: string | undefined,
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
    `<fieldset><legend>Which creator are you?</legend>${renderCreators(sandbox, chosen)}</fieldset>`,
    `<fieldset><legend>What may the app read?</legend>${renderScopes(request.scopes)}</fieldset>`,
    '<div class="buttons">',
    '<button class="primary" name="decision" value="allow">Authorize</button>',
    '<button name="decision" value="deny">Deny</button>',
    '</div></form>',
  ];
  sendPage(response, 200, 'Connect a creator', body, [origin]);
}

/** Many made-up creators would make a long page: others are typed in. */
const MOST_CREATORS = 30;

function renderCreators(sandbox: SandboxContext, chosen: string | undefined): string {
  const { creators } = sandbox.world;
  const listed = creators.slice(0, MOST_CREATORS);
  const selected = listed.find(({ persona }) => persona.key === chosen) ?? listed[0];
  const rest = creators.length - listed.length;
  const other = `<label class="row"><span>Or another one, by name<small>${rest} more, such as ${creators.at(-1)?.persona.key ?? ''}</small></span>
<input type="text" name="other_creator" autocomplete="off" spellcheck="false" size="12"></label>`;
  const rows = listed.map((creator) => renderCreator(sandbox, creator, creator === selected));
  return [...rows, ...(rest > 0 ? [other] : [])].join('\n');
}

function renderCreator(sandbox: SandboxContext, creator: SimulatedCreator, isSelected: boolean): string {
  const count = new Intl.NumberFormat('en', { notation: 'compact' });
  const { key, displayName, username, niche } = creator.persona;
  const { followers, videos } = creator.profileAt(Math.floor(sandbox.now() / 1000) * 1000);
  const facts = [`@${username}`, `${count.format(followers)} followers`, `${videos} videos`];
  if (niche !== 'none') facts.push(niche);
  return `<label class="row"><input type="radio" name="creator" value="${key}"${isSelected ? ' checked' : ''} required>
<img src="${escapeHtml(signedPath(sandbox, avatarPath(sandbox, key, 100)))}" alt="" width="40" height="40">
<span>${escapeHtml(displayName)}<small>${escapeHtml(facts.join(' · '))}</small></span></label>`;
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
