import { useState } from 'react';
import type { ApiKeyFieldsFragment, ApiKeyScope, WorkspaceRole } from '../../../sdk/index.ts';
import { useRevokeApiKey } from '../../../sdk/react/index.ts';
import { TimeAgo } from '../../components/ui/figures.tsx';
import { ConfirmButton, ErrorText } from '../../components/ui/forms.tsx';
import { useNow } from '../../lib/hooks.ts';
import { ROLE_WORDS } from '../../lib/permissions.ts';
import { toPlainWords } from '../../lib/plain-error.ts';
import { KeyForm } from './key-form.tsx';
import { isAlive } from './key-words.ts';

/** The keys by which programs act for the workspace. */
export function KeysSection({
  workspaceId,
  ownRole,
  ownScopes,
  keys,
}: {
  readonly workspaceId: string;
  readonly ownRole: WorkspaceRole;
  readonly ownScopes: readonly ApiKeyScope[] | null;
  readonly keys: readonly ApiKeyFieldsFragment[];
}) {
  const [isMaking, setIsMaking] = useState(false);
  const now = useNow();
  const alive = keys.filter((key) => isAlive(key, now));
  const ended = keys.filter((key) => !isAlive(key, now));
  return (
    <section className="panel" aria-labelledby="keys-title">
      <div className="section-head">
        <h2 id="keys-title">API keys</h2>
        {!isMaking && (
          <button
            className="button button-small"
            type="button"
            onClick={() => {
              setIsMaking(true);
            }}
          >
            Make a key …
          </button>
        )}
      </div>
      {isMaking && (
        <KeyForm
          workspaceId={workspaceId}
          ownRole={ownRole}
          ownScopes={ownScopes}
          onClose={() => {
            setIsMaking(false);
          }}
        />
      )}
      {alive.length === 0 && <p className="muted">No program has a key to this workspace.</p>}
      <ul className="rows">
        {alive.map((key) => (
          <KeyRow key={key.id} apiKey={key} />
        ))}
      </ul>
      {ended.length > 0 && (
        <details>
          <summary>Keys that have ended ({ended.length})</summary>
          <ul className="rows">
            {ended.map((key) => (
              <li key={key.id}>
                <KeyFacts apiKey={key} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function KeyRow({ apiKey }: { readonly apiKey: ApiKeyFieldsFragment }) {
  const revoke = useRevokeApiKey();
  return (
    <li>
      <KeyFacts apiKey={apiKey} />
      <ConfirmButton
        label="Revoke …"
        aria-label={`Revoke ${apiKey.name} …`}
        question="Whatever uses it stops at once."
        confirm="Revoke"
        isPending={revoke.isPending}
        onConfirm={() => {
          revoke.mutate(apiKey.id);
        }}
      />
      <ErrorText>{revoke.error === null ? null : toPlainWords(revoke.error)}</ErrorText>
    </li>
  );
}

function KeyFacts({
  apiKey: { name, prefix, role, scopes, expiresAt, lastUsedAt, revokedAt },
}: {
  readonly apiKey: ApiKeyFieldsFragment;
}) {
  return (
    <div className="rows-what">
      <strong>{name}</strong>
      <code>{prefix}…</code>
      <span className="tag">{ROLE_WORDS[role].name}</span>
      <span className="muted rows-wide">
        {scopes.join(', ')} ·{' '}
        {lastUsedAt === null ? (
          'never used'
        ) : (
          <>
            used <TimeAgo at={lastUsedAt} />
          </>
        )}{' '}
        ·{' '}
        {revokedAt !== null ? (
          <>
            revoked <TimeAgo at={revokedAt} />
          </>
        ) : expiresAt === null ? (
          'does not end'
        ) : (
          <>
            ends <TimeAgo at={expiresAt} />
          </>
        )}
      </span>
    </div>
  );
}
