import { useId, useState } from 'react';
import type { SyntheticEvent } from 'react';
import { identityWords } from '../lib/identity-words.ts';

export interface IdentityField {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password';
  readonly autoComplete: string;
}

/** A small form: what is typed goes to `onSubmit`, and what that throws, or that it is done, stands above the button. */
export function IdentityForm({
  hint,
  fields,
  submit,
  done,
  isQuiet = false,
  onSubmit,
}: {
  readonly hint?: string;
  readonly fields: readonly IdentityField[];
  readonly submit: string;
  /** Said once it succeeded, where the form stays; what was typed is forgotten then. */
  readonly done?: string;
  readonly isQuiet?: boolean;
  readonly onSubmit: (given: Readonly<Record<string, string>>) => Promise<void>;
}) {
  const formId = useId();
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isDone, setIsDone] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const send = (event: SyntheticEvent): void => {
    event.preventDefault();
    setIsBusy(true);
    setProblem(null);
    setIsDone(false);
    onSubmit(given)
      .then(() => {
        if (done === undefined) return;
        setGiven({});
        setIsDone(true);
      })
      .catch((error: unknown) => {
        setProblem(identityWords(error));
      })
      .finally(() => {
        setIsBusy(false);
      });
  };
  return (
    <form className="stack" onSubmit={send}>
      {hint !== undefined && <p className="muted">{hint}</p>}
      {fields.map(({ name, label, type, autoComplete }) => (
        <label key={name} className="field" htmlFor={`${formId}-${name}`}>
          <span>{label}</span>
          <input
            id={`${formId}-${name}`}
            type={type}
            autoComplete={autoComplete}
            spellCheck={false}
            required
            value={given[name] ?? ''}
            onChange={(event) => {
              setGiven({ ...given, [name]: event.target.value });
            }}
          />
        </label>
      ))}
      {problem !== null && (
        <p className="note note-error" role="alert">
          {problem}
        </p>
      )}
      {isDone && (
        <p className="note" role="status">
          {done}
        </p>
      )}
      <button className={isQuiet ? 'button' : 'button button-primary'} type="submit" disabled={isBusy}>
        {submit}
      </button>
    </form>
  );
}
