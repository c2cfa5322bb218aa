import { useEffect, useState } from 'react';
import { forgetSecondFactor, isSecondFactorDue, postIdentity } from '../lib/identity.ts';
import { useTitle } from '../lib/hooks.ts';
import { forgetInvitation, keepInvitation, keptInvitation } from '../lib/kept-invitation.ts';
import { InvitationNote } from '../features/people/invitation-note.tsx';
import { IdentityForm } from './identity-form.tsx';
import { useRoute } from './router.tsx';
import type { Ended } from './session.ts';

type Step = 'password' | 'code' | 'recovery' | 'sign-up' | 'forgot' | 'key' | 'mail-sent';

const NEXT_STEPS: Readonly<Record<Step, readonly Step[]>> = {
  password: ['sign-up', 'forgot', 'key'],
  code: ['recovery', 'password'],
  recovery: ['code', 'password'],
  'sign-up': ['password'],
  forgot: ['password'],
  key: ['password'],
  'mail-sent': ['password'],
};
const STEP_NAMES: Readonly<Record<Step, string>> = {
  password: 'Sign in',
  code: 'Use a code of your app',
  recovery: 'Use a recovery code',
  'sign-up': 'Sign up',
  forgot: 'Forgot your password?',
  key: 'Use an API key',
  'mail-sent': '',
};

const ENDED: Readonly<Record<Ended, string>> = {
  session: 'Your session has ended. Sign in again to go on.',
  key: 'This API key is not accepted: it was revoked, has expired, or is mistyped.',
};

/** Signs a person in, up or on to a new password, or takes an API key; offers the demo where there is one. */
export function SignIn({
  hasDemo,
  ended,
  onEnter,
  onKey,
  onMailed,
}: {
  readonly hasDemo: boolean;
  /** What he had that is no more; null: nothing. */
  readonly ended: Ended | null;
  /** The session's cookie is there. */
  readonly onEnter: () => void;
  readonly onKey: (apiKey: string) => void;
  /** A mail was asked for, whose link leads back here. */
  readonly onMailed: () => void;
}) {
  useTitle('Sign in');
  const route = useRoute();
  const invitation = route.page === 'invitation' ? route.token : keptInvitation();
  useEffect(() => {
    if (invitation !== null) keepInvitation(invitation);
  }, [invitation]);
  const [step, setStep] = useState<Step>(() => (isSecondFactorDue() ? 'code' : 'password'));
  return (
    <main className="sign-in">
      <div className="panel stack">
        <h1>creatorgraph</h1>
        {ended !== null && (
          <p className="note note-error" role="alert">
            {ENDED[ended]}
          </p>
        )}
        {invitation !== null && <InvitationNote token={invitation} />}
        <StepForm
          key={step}
          step={step}
          isSandbox={hasDemo}
          onStep={(next) => {
            if (next === 'mail-sent') onMailed();
            setStep(next);
          }}
          onEnter={onEnter}
          onKey={onKey}
        />
        <div className="row">
          {NEXT_STEPS[step].map((next) => (
            <button
              key={next}
              className="button button-quiet"
              type="button"
              onClick={() => {
                if (next === 'password') forgetSecondFactor();
                setStep(next);
              }}
            >
              {STEP_NAMES[next]}
            </button>
          ))}
        </div>
        {step === 'password' && <TikTokDoor />}
        {hasDemo && <DemoDoor onEnter={onEnter} />}
      </div>
    </main>
  );
}

function StepForm({
  step,
  isSandbox,
  onStep,
  onEnter,
  onKey,
}: {
  readonly step: Step;
  readonly isSandbox: boolean;
  readonly onStep: (step: Step) => void;
  readonly onEnter: () => void;
  readonly onKey: (apiKey: string) => void;
}) {
  switch (step) {
    case 'password':
      return (
        <IdentityForm
          fields={[EMAIL, { ...PASSWORD, autoComplete: 'current-password' }]}
          submit="Sign in"
          onSubmit={async (given) => {
            const answer = await postIdentity<{ twoFactorRedirect?: boolean }>('/sign-in/email', given);
            if (answer.twoFactorRedirect === true) onStep('code');
            else onEnter();
          }}
        />
      );
    case 'code':
    case 'recovery':
      return (
        <IdentityForm
          fields={[{ ...CODE, label: step === 'code' ? 'Code of your authenticator app' : 'Recovery code' }]}
          submit="Sign in"
          onSubmit={async (given) => {
            await postIdentity(`/two-factor/verify-${step === 'code' ? 'totp' : 'backup-code'}`, given);
            onEnter();
          }}
        />
      );
    case 'sign-up':
      return (
        <IdentityForm
          hint="A password needs at least 10 characters."
          fields={[{ name: 'name', label: 'Name', type: 'text', autoComplete: 'name' }, EMAIL, PASSWORD]}
          submit="Sign up"
          onSubmit={async (given) => {
            await postIdentity('/sign-up/email', given);
            onStep('mail-sent');
          }}
        />
      );
    case 'forgot':
      return (
        <IdentityForm
          fields={[EMAIL]}
          submit="Send a link for a new password"
          onSubmit={async (given) => {
            await postIdentity('/request-password-reset', given);
            onStep('mail-sent');
          }}
        />
      );
    case 'key':
      return (
        <IdentityForm
          hint="An API key of your workspace. It stays in this tab and is forgotten when you close it."
          fields={[{ name: 'apiKey', label: 'API key', type: 'password', autoComplete: 'off' }]}
          submit="Open the dashboard"
          onSubmit={({ apiKey = '' }) => {
            onKey(apiKey.trim());
            return Promise.resolve();
          }}
        />
      );
    case 'mail-sent':
      return (
        <div className="stack" role="status">
          <p>Look into your mailbox: if this address can be used here, a mail with a link is on its way.</p>
          {isSandbox && (
            <p className="note">
              This server is a sandbox: unless it was given a mail server, its mails go nowhere but into the
              outbox, open on the machine that it runs on.
              <a className="button button-small" href="/outbox" target="_blank" rel="noreferrer">
                Open the outbox
              </a>
            </p>
          )}
        </div>
      );
  }
}

/** For whoever has linked a TikTok account; the server explains it to all others. */
function TikTokDoor() {
  return (
    <IdentityForm
      fields={[]}
      submit="Sign in with TikTok"
      isQuiet
      onSubmit={async () => {
        const { url } = await postIdentity<{ url: string }>('/sign-in/tiktok');
        window.location.assign(url);
      }}
    />
  );
}

function DemoDoor({ onEnter }: { readonly onEnter: () => void }) {
  return (
    <IdentityForm
      hint="This server is a sandbox: its demo has invented accounts, and everybody who reaches it shares them."
      fields={[]}
      submit="Continue as demo user"
      isQuiet
      onSubmit={async () => {
        await postIdentity('/sign-in/demo');
        // The demo's owner was not invited.
        forgetInvitation();
        onEnter();
      }}
    />
  );
}

const EMAIL = { name: 'email', label: 'E-mail', type: 'email', autoComplete: 'username' } as const;
const PASSWORD = {
  name: 'password',
  label: 'Password',
  type: 'password',
  autoComplete: 'new-password',
} as const;
const CODE = { name: 'code', type: 'text', autoComplete: 'one-time-code' } as const;
