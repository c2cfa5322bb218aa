import { useId, useState } from 'react';
import type { SyntheticEvent } from 'react';
import { useTitle } from '../lib/hooks.ts';

/** Asks for an API key; offers the demo where there is one. */
export function SignIn({
  demoKey,
  onSignIn,
}: {
  readonly demoKey: string | null;
  readonly onSignIn: (apiKey: string, isDemo: boolean) => void;
}) {
  useTitle('Sign in');
  const [apiKey, setApiKey] = useState('');
  const inputId = useId();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (apiKey.trim() !== '') onSignIn(apiKey.trim(), false);
  };
  return (
    <main className="sign-in">
      <form className="panel stack" onSubmit={submit}>
        <h1>creatorgraph</h1>
        <p className="muted">
          Enter an API key of your workspace. It stays in this tab and is forgotten when you close it.
        </p>
        <label className="field" htmlFor={inputId}>
          <span>API key</span>
          <input
            id={inputId}
            type="password"
            autoComplete="off"
            spellCheck={false}
            required
            value={apiKey}
            onChange={(event) => {
              setApiKey(event.target.value);
            }}
          />
        </label>
        <div className="row">
          <button className="button button-primary" type="submit">
            Open the dashboard
          </button>
          {demoKey !== null && (
            <button
              className="button"
              type="button"
              onClick={() => {
                onSignIn(demoKey, true);
              }}
            >
              Use the demo workspace
            </button>
          )}
        </div>
      </form>
    </main>
  );
}
