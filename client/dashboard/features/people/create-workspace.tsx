import { useState } from 'react';
import { useCreateWorkspace } from '../../../sdk/react/index.ts';
import { ConflictError } from '../../../sdk/index.ts';
import { ErrorText, TextField } from '../../components/ui/forms.tsx';
import { toFormProblems } from '../../lib/form-problems.ts';

/** Makes a workspace that the person owns. */
export function CreateWorkspace({
  isFirst = false,
  onMade,
}: {
  readonly isFirst?: boolean;
  readonly onMade: (workspaceId: string) => void;
}) {
  const [name, setName] = useState('');
  const [slug, setSlug] = useState('');
  const create = useCreateWorkspace();
  const { fields, rest } = toFormProblems(create.error, ['name', 'slug']);
  const isTaken = create.error instanceof ConflictError;
  // It is made from the name, unless that one is taken or the name has no letter for it.
  const needsSlug = slug !== '' || isTaken || fields['slug'] !== undefined;
  return (
    <form
      className="form-grid"
      aria-label="Make a workspace"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(
          { name: name.trim(), ...(slug === '' ? {} : { slug: slug.trim() }) },
          {
            onSuccess: ({ id }) => {
              setName('');
              setSlug('');
              onMade(id);
            },
          },
        );
      }}
    >
      <TextField
        label="Name of the workspace"
        hint="Of your team, your studio, or yourself. It can be changed."
        problem={fields['name']}
        maxLength={100}
        required
        value={name}
        onChange={setName}
      />
      {needsSlug && (
        <TextField
          label="Short name for addresses"
          hint="1–50 of a–z, 0–9 and single hyphens; no other workspace has it."
          problem={isTaken ? 'This one is taken, or you are in 100 workspaces already.' : fields['slug']}
          spellCheck={false}
          required
          value={slug}
          onChange={setSlug}
        />
      )}
      <div className="form-end">
        <button
          className={isFirst ? 'button button-primary' : 'button'}
          type="submit"
          disabled={create.isPending}
        >
          {create.isPending ? 'Making it …' : 'Make the workspace'}
        </button>
        <ErrorText>{isTaken ? null : rest}</ErrorText>
      </div>
    </form>
  );
}
