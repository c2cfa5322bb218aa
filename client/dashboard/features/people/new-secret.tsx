import { useState } from 'react';

/** The secret of a new key, which nobody can show again. */
export function NewSecret({
  name,
  secret,
  onClose,
}: {
  readonly name: string;
  /** Null where the first answer was lost on its way: the server keeps no secret to tell again. */
  readonly secret: string | null;
  readonly onClose: () => void;
}) {
  const [copying, setCopying] = useState<'copied' | 'refused' | null>(null);
  const copy = (text: string): void => {
    // Browsers have no clipboard for pages without TLS, this machine's own apart.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    const written = clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    written.then(
      () => {
        setCopying('copied');
      },
      () => {
        setCopying('refused');
      },
    );
  };
  return (
    <div className="note secret" role="status">
      {secret === null ? (
        <p>The key {name} was made, but its secret was lost on its way. Revoke it and make another.</p>
      ) : (
        <>
          <p>
            This is the secret of <strong>{name}</strong>. Keep it now: it is not shown again.
          </p>
          <code className="secret-text">{secret}</code>
        </>
      )}
      <div className="row">
        {secret !== null && (
          <button
            className="button button-small button-primary"
            type="button"
            onClick={() => {
              copy(secret);
            }}
          >
            Copy
          </button>
        )}
        <button className="button button-small" type="button" onClick={onClose}>
          {secret === null ? 'Close' : 'I have kept it'}
        </button>
        {copying === 'copied' && <span>Copied.</span>}
        {copying === 'refused' && <span>The browser does not let us copy; select it instead.</span>}
      </div>
    </div>
  );
}
