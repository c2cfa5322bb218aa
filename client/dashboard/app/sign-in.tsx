import { useState } from 'react';
import { forgetSecondFactor, isSecondFactorDue, postIdentity } from '../lib/identity.ts';
import { useTitle } from '../lib/hooks.ts';
import { IdentityForm } from './identity-form.tsx';

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

/** Signs a person in, up or on to a new password, or takes an API key; offers the demo where there is one. */
export function SignIn({
  hasDemo,
  onEnter,
  onKey,
}: {
  readonly hasDemo: boolean;
  /** The session's cookie is there. */
  readonly onEnter: () => void;
  readonly onKey: (apiKey: string) => void;
}) {
  useTitle('Sign in');
  const [step, setStep] = useState<Step>(() => (isSecondFactorDue() ? 'code' : 'password'));
  return (
    <main className="sign-in">
      <div className="panel stack">
        <h1>creatorgraph</h1>
        <StepForm key={step} step={step} onStep={setStep} onEnter={onEnter} onKey={onKey} />
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
  onStep,
  onEnter,
  onKey,
}: {
  readonly step: Step;
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
        <p role="status">
          Look into your mailbox: if this address can be used here, a mail with a link is on its way.
        </p>
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
