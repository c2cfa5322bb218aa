import { AsyncLocalStorage } from 'node:async_hooks';
import { APIError } from 'better-auth/api';
import type { Services } from '../../app/services.ts';
import { openInvitations } from '../accounts/invitation.service.ts';

type Deps = Pick<Services, 'config' | 'database' | 'clock'>;

const SIGN_UP_PATH = '/sign-up/email';

/** Whether whoever sent the request under way was invited. */
const invited = new AsyncLocalStorage<boolean>();

/**
 * Has better-auth answer a request, knowing whether its sender was invited. That is found out ahead, since better-auth makes
 * a person in a transaction of its own, during which the embedded database hears nobody else.
 */
export async function underSignUpPolicy<Answer>(
  deps: Deps,
  request: Request,
  answer: () => Promise<Answer>,
): Promise<Answer> {
  const isAsked = deps.config.signUp === 'invitation' && new URL(request.url).pathname.endsWith(SIGN_UP_PATH);
  return isAsked ? invited.run(await isInvited(deps, request), answer) : answer();
}

/** @throws APIError, which better-auth answers as it answers a sign-up that works: nobody learns who is invited. */
export function checkInvited({ config }: Pick<Deps, 'config'>): void {
  if (config.signUp === 'open' || invited.getStore() === true) return;
  throw new APIError('FORBIDDEN', { code: 'NOT_INVITED', message: 'Sign-up is by invitation.' });
}

async function isInvited({ database, clock }: Deps, request: Request): Promise<boolean> {
  // What cannot be read is for better-auth to refuse.
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => null);
  const email = typeof body === 'object' && body !== null && 'email' in body ? body.email : null;
  if (typeof email !== 'string') return false;
  const where = { AND: [openInvitations(clock.now()), { email: email.toLowerCase() }] };
  return (await database.prisma.invitation.count({ where })) > 0;
}
