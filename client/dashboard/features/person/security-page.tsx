import { useCallback, useEffect, useState } from 'react';
import { IdentityForm } from '../../app/identity-form.tsx';
import { Loading } from '../../components/ui/states.tsx';
import { useTitle } from '../../lib/hooks.ts';
import { readDemo } from '../../lib/demo.ts';
import { postIdentity, readPerson, readSessions } from '../../lib/identity.ts';
import type { SeenSession, SignedInPerson } from '../../lib/identity.ts';
import { identityWords } from '../../lib/identity-words.ts';
import { OwnData } from './own-data.tsx';
import { PersonalDetails } from './personal-details.tsx';
import { SecondFactor } from './second-factor.tsx';
import { TikTokLink } from './tiktok-link.tsx';

/** Password, second factor and sessions of the person who is signed in. */
export function SecurityPage({
  onSignUp,
  onEnded,
}: {
  readonly onSignUp: () => void;
  /** Nobody is signed in any more. */
  readonly onEnded: () => void;
}) {
  useTitle('Sign-in and security');
  const [person, setPerson] = useState<SignedInPerson | null>(null);
  const [sessions, setSessions] = useState<readonly SeenSession[]>([]);
  const [isDemoOwner, setIsDemoOwner] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const read = useCallback(async () => {
    try {
      const known = await readPerson();
      if (known === null) {
        onEnded();
        return;
      }
      const [seen, demo] = await Promise.all([readSessions(), readDemo()]);
      setIsDemoOwner(known.email === demo?.ownerEmail);
      setPerson(known);
      setSessions(seen);
      setProblem(null);
    } catch (error) {
      setProblem(identityWords(error));
    }
  }, [onEnded]);
  useEffect(() => {
    void read();
  }, [read]);
  const end = (path: string, body: object): void => {
    postIdentity(path, body).then(read, (error: unknown) => {
      setProblem(identityWords(error));
    });
  };

  return (
    <div className="stack">
      <h1 tabIndex={-1}>Sign-in and security</h1>
      {problem !== null && (
        <p className="note note-error" role="alert">
          {problem}
        </p>
      )}
      {person !== null && <p className="muted">Signed in as {person.email}</p>}
      {person === null && problem === null && <Loading label="Loading" />}
      {isDemoOwner && (
        <div className="note">
          <span>
            Everybody who reaches this sandbox can be its demo’s owner, without a password: there is none to
            change. Sign up to have an account of your own.
          </span>
          <button className="button button-small" type="button" onClick={onSignUp}>
            Sign out, and sign up
          </button>
        </div>
      )}
      {person !== null && !isDemoOwner && <PersonalDetails name={person.name} onChange={read} />}
      {person !== null && <SessionList sessions={sessions} onEnd={end} />}
      {person !== null && !isDemoOwner && (
        <>
          <NewPassword onChange={read} />
          <SecondFactor isOn={person.twoFactorEnabled} onChange={read} />
          <TikTokLink />
          <OwnData email={person.email} />
        </>
      )}
    </div>
  );
}

function SessionList({
  sessions,
  onEnd,
}: {
  readonly sessions: readonly SeenSession[];
  readonly onEnd: (path: string, body: object) => void;
}) {
  return (
    <section className="panel stack">
      <h2>Sessions</h2>
      <ul className="stack">
        {sessions.map(({ id, createdAt, ipAddress, userAgent, isCurrent }) => (
          <li key={id} className="row">
            <span>
              {userAgent ?? 'A browser'}, {ipAddress ?? 'unknown address'}, since{' '}
              {new Date(createdAt).toLocaleString()}
            </span>
            {isCurrent ? (
              <strong>This one</strong>
            ) : (
              <button
                className="button button-small"
                type="button"
                onClick={() => {
                  onEnd('/revoke-session', { id });
                }}
              >
                Sign out there
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <button
          className="button"
          type="button"
          onClick={() => {
            onEnd('/revoke-other-sessions', {});
          }}
        >
          Sign out everywhere else
        </button>
      )}
    </section>
  );
}

function NewPassword({ onChange }: { readonly onChange: () => Promise<void> }) {
  return (
    <section className="panel stack">
      <h2>Password</h2>
      <IdentityForm
        hint="A new password signs you out everywhere else."
        fields={[
          {
            name: 'currentPassword',
            label: 'Current password',
            type: 'password',
            autoComplete: 'current-password',
          },
          { name: 'newPassword', label: 'New password', type: 'password', autoComplete: 'new-password' },
        ]}
        submit="Change the password"
        done="The password is changed."
        onSubmit={async (given) => {
          await postIdentity('/change-password', given);
          await onChange();
        }}
      />
    </section>
  );
}
