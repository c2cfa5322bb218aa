import { useCallback, useEffect, useState } from 'react';
import { IdentityForm } from '../../app/identity-form.tsx';
import { useTitle } from '../../lib/hooks.ts';
import { postIdentity, readPerson, readSessions } from '../../lib/identity.ts';
import type { SeenSession, SignedInPerson } from '../../lib/identity.ts';
import { identityWords } from '../../lib/identity-words.ts';
import { OwnData } from './own-data.tsx';
import { PersonalDetails } from './personal-details.tsx';
import { SecondFactor } from './second-factor.tsx';
import { TikTokLink } from './tiktok-link.tsx';

/** Password, second factor and sessions of the person who is signed in. */
export function SecurityPage() {
  useTitle('Sign-in and security');
  const [person, setPerson] = useState<SignedInPerson | null>(null);
  const [sessions, setSessions] = useState<readonly SeenSession[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const read = useCallback(async () => {
    try {
      const [known, seen] = await Promise.all([readPerson(), readSessions()]);
      setPerson(known);
      setSessions(seen);
      setProblem(null);
    } catch (error) {
      setProblem(identityWords(error));
    }
  }, []);
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
      {person !== null && <PersonalDetails name={person.name} onChange={read} />}
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
                    end('/revoke-session', { id });
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
              end('/revoke-other-sessions', {});
            }}
          >
            Sign out everywhere else
          </button>
        )}
      </section>
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
          onSubmit={async (given) => {
            await postIdentity('/change-password', given);
            await read();
          }}
        />
      </section>
      {person !== null && <SecondFactor isOn={person.twoFactorEnabled} onChange={read} />}
      {person !== null && <TikTokLink />}
      {person !== null && <OwnData email={person.email} />}
    </div>
  );
}
