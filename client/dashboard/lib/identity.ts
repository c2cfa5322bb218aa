/** The person that the session's cookie belongs to. */
export interface SignedInPerson {
  readonly name: string;
  readonly email: string;
  readonly twoFactorEnabled: boolean;
}

/** A browser in which the person is signed in. */
export interface SeenSession {
  readonly id: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
  readonly isCurrent: boolean;
}

/** What the server refuses, in its words. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Signs in, up or out: `POST /api/auth…`. The session comes and goes as a cookie. @throws IdentityError */
export async function postIdentity<Answer = unknown>(path: string, body: object = {}): Promise<Answer> {
  return answerOf<Answer>(
    await fetch(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

/** The person who is signed in here; null where nobody is, and where the server does not answer. */
export async function readPerson(): Promise<SignedInPerson | null> {
  try {
    const { user } = await answerOf<{ user?: SignedInPerson }>(await fetch('/api/auth/get-session'));
    return user ?? null;
  } catch {
    return null;
  }
}

/** The person's living sessions, newest first. @throws IdentityError */
export async function readSessions(): Promise<readonly SeenSession[]> {
  const answer = await fetch('/api/auth/list-sessions');
  return (await answerOf<{ sessions: readonly SeenSession[] }>(answer)).sessions;
}

/** Since when a TikTok account signs the person in. @throws IdentityError */
export async function readTikTokLink(): Promise<{ readonly linkedSince: string | null }> {
  return answerOf(await fetch('/api/auth/tiktok-link'));
}

/** Where the server sends whoever signed in with TikTok and has a second factor. */
const SECOND_FACTOR = '#second-factor';

/** Whether a sign-in with TikTok waits for its second factor. */
export function isSecondFactorDue(): boolean {
  return window.location.hash === SECOND_FACTOR;
}

/** It was given, or given up. */
export function forgetSecondFactor(): void {
  if (!isSecondFactorDue()) return;
  const { pathname, search } = window.location;
  window.history.replaceState(window.history.state, '', `${pathname}${search}`);
}

async function answerOf<Answer>(response: Response): Promise<Answer> {
  const body = (await response.json()) as Partial<{ code: string; message: string }>;
  if (response.ok) return body as Answer;
  throw new IdentityError(
    body.code ?? 'UNKNOWN',
    body.message ?? `The server answered ${String(response.status)}.`,
  );
}
