import { useState } from 'react';
import { CreatorgraphError } from '../../../sdk/index.ts';
import { useEraseData } from '../../../sdk/react/index.ts';
import { navigate, toPath } from '../../app/router.tsx';
import { ErrorText, TextField } from '../../components/ui/forms.tsx';
import { toFormProblems } from '../../lib/form-problems.ts';

/** Erases a subject for ever once its name was typed, and goes on to the receipt. */
export function ErasePart({
  subjectId,
  confirmation,
  what,
  label,
}: {
  readonly subjectId: string;
  /** What has to be typed. */
  readonly confirmation: string;
  readonly what: string;
  readonly label: string;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const erase = useEraseData();
  const { fields, rest } = toFormProblems(erase.error, ['confirmation']);
  const isConfirmed = typed.trim().toLowerCase() === confirmation.toLowerCase();
  if (!isOpen)
    return (
      <div className="stack">
        <p className="muted">{what}</p>
        <div className="row">
          <button
            className="button"
            type="button"
            onClick={() => {
              setIsOpen(true);
            }}
          >
            {label} …
          </button>
        </div>
      </div>
    );
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isConfirmed) return;
        erase.mutate(
          { subjectId, confirmation: typed },
          {
            onSuccess: ({ receipt }) => {
              if (receipt !== null) navigate(toPath({ page: 'erasure', receipt }), { replace: true });
            },
          },
        );
      }}
    >
      <p className="muted">{what}</p>
      <TextField
        label={
          <>
            Type <strong>{confirmation}</strong> to erase it, for ever
          </>
        }
        problem={fields['confirmation']}

        spellCheck={false}
        autoFocus
        value={typed}
        onChange={setTyped}
      />
      {erase.data?.receipt === null && (
        <p role="status">It is being erased; its receipt was lost on its way.</p>
      )}
      <ErrorText>
        {
          // Which workspaces would be left without an owner only the server can say.
          erase.error instanceof CreatorgraphError && erase.error.code === 'LAST_OWNER'
            ? erase.error.message
            : rest
        }
      </ErrorText>
      <div className="row">
        <button
          className="button button-danger"
          type="submit"
          disabled={erase.isPending || erase.isSuccess || !isConfirmed}
        >
          {erase.isPending ? 'One moment …' : label}
        </button>
        <button
          className="button"
          type="button"
          disabled={erase.isPending}
          onClick={() => {
            setIsOpen(false);
            setTyped('');
          }}
        >
          Cancel
        </button>
      </div>
    </form>
  );
}
