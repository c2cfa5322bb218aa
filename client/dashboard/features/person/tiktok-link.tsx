import { useCallback, useEffect, useState } from 'react';
import { IdentityForm } from '../../app/identity-form.tsx';
import { postIdentity, readTikTokLink } from '../../lib/identity.ts';
import { identityWords } from '../../lib/identity-words.ts';

/** The TikTok account that signs the person in beside the password: linked, told, unlinked. */
export function TikTokLink() {
  const [link, setLink] = useState<{ readonly linkedSince: string | null } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const read = useCallback(async () => {
    try {
      setLink(await readTikTokLink());
    } catch (error) {
      setProblem(identityWords(error));
    }
  }, []);
  useEffect(() => {
    void read();
  }, [read]);

  const linkedSince = link?.linkedSince ?? null;
  return (
    <section className="panel stack">
      <h2>TikTok</h2>
      {problem !== null && (
        <p className="note note-error" role="alert">
          {problem}
        </p>
      )}
      {linkedSince !== null && (
        <IdentityForm
          hint={`A TikTok account signs you in since ${new Date(linkedSince).toLocaleDateString()}.`}
          fields={[]}
          submit="Unlink the TikTok account"
          isQuiet
          onSubmit={async () => {
            await postIdentity('/unlink-tiktok');
            await read();
          }}
        />
      )}
      {link !== null && linkedSince === null && (
        <IdentityForm
          hint="Link a TikTok account to sign in with it. That collects nothing of it."
          fields={[
            {
              name: 'password',
              label: 'Your password',
              type: 'password',
              autoComplete: 'current-password',
            },
          ]}
          submit="Link a TikTok account"
          onSubmit={async (given) => {
            const { url } = await postIdentity<{ url: string }>('/link-tiktok', given);
            window.location.assign(url);
          }}
        />
      )}
    </section>
  );
}
