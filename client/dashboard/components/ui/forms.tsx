import { useId, useState } from 'react';
import type { ComponentProps, ReactElement, ReactNode } from 'react';

/** What an input needs to be tied to its label, its hint and what is wrong with it. */
export interface FieldTies {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

/** A labelled input, with what the server refused about it at its place. */
export function Field({
  label,
  hint,
  problem,
  children,
}: {
  readonly label: ReactNode;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly children: (ties: FieldTies) => ReactElement;
}) {
  const id = useId();
  const notes = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(problem === undefined ? [] : [`${id}-not`]),
  ];
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': notes.length === 0 ? undefined : notes.join(' '),
        'aria-invalid': problem !== undefined,
      })}
      {hint !== undefined && (
        <span className="muted small" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {problem !== undefined && (
        <span className="error-text" id={`${id}-not`} role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}

/** A labelled line of text, which the browser is not to fill in from elsewhere. */
export function TextField({
  label,
  hint,
  problem,
  value,
  onChange,
  ...rest
}: Omit<ComponentProps<typeof Field>, 'children'> & {
  readonly value: string;
  readonly onChange: (value: string) => void;
} & Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'autoComplete' | keyof FieldTies>) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(ties) => (
        <input
          {...ties}
          autoComplete="off"
          value={value}
          onChange={({ target }) => {
            onChange(target.value);
          }}
          {...rest}
        />
      )}
    </Field>
  );
}

/** What was refused of the whole form; nothing where nothing was. */
export function ErrorText({ children }: { readonly children: string | null }) {
  if (children === null) return null;
  return (
    <p className="error-text" role="alert">
      {children}
    </p>
  );
}

/** A button that asks again before it acts: the second one says what will happen. */
export function ConfirmButton({
  label,
  question,
  confirm,
  isPending,
  onConfirm,
  ...rest
}: {
  readonly label: string;
  readonly question: string;
  readonly confirm: string;
  readonly isPending: boolean;
  readonly onConfirm: () => void;
} & Pick<ComponentProps<'button'>, 'aria-label'>) {
  const [step, setStep] = useState<'closed' | 'asking' | 'cancelled'>('closed');
  if (step !== 'asking')
    return (
      <button
        className="button button-small"
        type="button"
        // The keyboard goes on where it was.
        autoFocus={step === 'cancelled'}
        onClick={() => {
          setStep('asking');
        }}
        {...rest}
      >
        {label}
      </button>
    );
  return (
    <span className="row confirm" role="group" aria-label={question}>
      <span>{question}</span>
      <button
        className="button button-small button-danger"
        type="button"
        disabled={isPending}
        autoFocus
        onClick={onConfirm}
      >
        {confirm}
      </button>
      <button
        className="button button-small"
        type="button"
        disabled={isPending}
        onClick={() => {
          setStep('cancelled');
        }}
      >
        Cancel
      </button>
    </span>
  );
}
