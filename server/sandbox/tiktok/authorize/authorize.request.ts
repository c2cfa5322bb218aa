import { isScope, SANDBOX_CLIENT_KEY, type SandboxContext, type Scope } from '../context.ts';
import { isRegistered } from './redirect.uri.ts';

/** A checked request of `GET /v2/auth/authorize/`. */
export interface AuthorizationRequest {
  clientKey: string;
  scopes: Scope[];
  redirectUri: string;
  state: string;
  /** '' where the app needs none: then it is ignored. */
  codeChallenge: string;
  /** Whether somebody who has consented before may go through without the page. */
  autoAuth: boolean;
}

/** Why a request cannot go on. */
export type Refusal =
  /** A sentence for the person: nothing may be redirected. */
  | { problem: string }
  /** The app learns of it. */
  | {
      error: 'invalid_scope' | 'unsupported_response_type';
      description: string;
      redirectUri: string;
      state: string;
    };

export function readAuthorization(
  sandbox: SandboxContext,
  parameters: URLSearchParams,
): AuthorizationRequest | Refusal {
  const value = (name: string): string => parameters.get(name) ?? '';
  const { settings } = sandbox;
  if (value('client_key') !== SANDBOX_CLIENT_KEY) {
    return { problem: `client_key: this sandbox knows one app only, "${SANDBOX_CLIENT_KEY}".` };
  }
  const [redirectUri, state] = [value('redirect_uri'), value('state')];
  if (!isRegistered(settings, redirectUri)) {
    const rule =
      settings.appType === 'desktop'
        ? 'For a desktop app it is http or https on localhost or 127.0.0.1, with a port and without a fragment.'
        : 'For a web app it is https, without query and fragment, exactly as registered.';
    return { problem: `redirect_uri: is not registered. ${rule}` };
  }
  if (state === '') return { problem: 'state: is missing.' };
  const refuse = (error: 'invalid_scope' | 'unsupported_response_type', description: string): Refusal => ({
    error,
    description,
    redirectUri,
    state,
  });
  if (value('response_type') !== 'code') {
    return refuse('unsupported_response_type', 'The response type must be "code".');
  }
  const scopes = value('scope')
    .split(',')
    .filter((scope) => scope !== '');
  const unknown = scopes.filter((scope) => !isScope(scope));
  if (scopes.length === 0) return refuse('invalid_scope', 'No scope is asked for.');
  if (unknown.length > 0) {
    return refuse('invalid_scope', `The app is not approved for ${unknown.join(', ')}.`);
  }
  const needsChallenge = settings.appType === 'desktop' || settings.strictPkce;
  const problem = needsChallenge ? challengeProblem(value) : undefined;
  if (problem !== undefined) return { problem };
  return {
    clientKey: SANDBOX_CLIENT_KEY,
    scopes: [...new Set(scopes.filter(isScope))],
    redirectUri,
    state,
    codeChallenge: needsChallenge ? value('code_challenge') : '',
    autoAuth: value('disable_auto_auth') === '0',
  };
}

function challengeProblem(value: (name: string) => string): string | undefined {
  if (value('code_challenge_method') !== 'S256') return 'code_challenge_method: must be "S256".';
  if (/^[0-9a-f]{64}$/.test(value('code_challenge'))) return undefined;
  return 'code_challenge: must be the lower-case hexadecimal SHA-256 of the verifier (64 characters), not base64url.';
}
