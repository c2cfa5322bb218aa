import { useState } from 'react';
import { IdentityForm } from '../../app/identity-form.tsx';
import { postIdentity } from '../../lib/identity.ts';
import { QrCode } from './qr-code.tsx';

interface Enrolment {
  readonly totpURI: string;
  readonly backupCodes: readonly string[];
}

const PASSWORD = {
  name: 'password',
  label: 'Your password',
  type: 'password',
  autoComplete: 'current-password',
} as const;

/** Codes of an authenticator app beside the password: set up, proved, given up. */
export function SecondFactor({
  isOn,
  onChange,
}: {
  readonly isOn: boolean;
  readonly onChange: () => Promise<void>;
}) {
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [isJustOn, setIsJustOn] = useState(false);
  return (
    <section className="panel stack">
      <h2>Second factor</h2>
      {isOn && isJustOn && (
        <p className="note" role="status">
          The second factor is on. If you lose your app, a recovery code that you kept signs you in.
        </p>
      )}
      {isOn && (
        <IdentityForm
          hint="Signing in asks for a code of your authenticator app."
          fields={[PASSWORD]}
          submit="Turn the second factor off"
          onSubmit={async (given) => {
            await postIdentity('/two-factor/disable', given);
            setIsJustOn(false);
            await onChange();
          }}
        />
      )}
      {!isOn && enrolment === null && (
        <IdentityForm
          hint="Codes of an authenticator app protect you where somebody learns your password."
          fields={[PASSWORD]}
          submit="Set up a second factor"
          onSubmit={async (given) => {
            setEnrolment(await postIdentity<Enrolment>('/two-factor/enable', given));
          }}
        />
      )}
      {!isOn && enrolment !== null && (
        <>
          <p>Scan this with your authenticator app:</p>
          <QrCode text={enrolment.totpURI} label="QR code of the secret that is written below" />
          <p>
            Or add the secret by hand:{' '}
            <code className="secret-text">{new URL(enrolment.totpURI).searchParams.get('secret')}</code>
          </p>
          <p>Keep these recovery codes; each signs you in once, and they are not shown again:</p>
          <ul>
            {enrolment.backupCodes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      {!isOn && enrolment !== null && (
        <IdentityForm
          fields={[{ name: 'code', label: 'Code of the app', type: 'text', autoComplete: 'one-time-code' }]}
          submit="Turn the second factor on"
          onSubmit={async (given) => {
            await postIdentity('/two-factor/verify-totp', given);
            await onChange();
            setEnrolment(null);
            setIsJustOn(true);
          }}
        />
      )}
    </section>
  );
}
