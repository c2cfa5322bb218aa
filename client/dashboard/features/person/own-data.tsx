import { useViewer } from '../../../sdk/react/index.ts';
import { DataSection } from '../privacy/data-section.tsx';

/** What is held of the person: to take along, and to erase with the right to sign in. */
export function OwnData({ email }: { readonly email: string }) {
  const user = useViewer().data?.viewer?.user;
  // The demo's key acts for no person.
  if (user == null) return null;
  return (
    <DataSection
      subjectId={user.id}
      title="Your data"
      exported="A ZIP of all that is held of you: your sign-in, sessions, workspaces and what you did there."
      erased={{
        what: 'Erases you, and signs you out everywhere. Workspaces that you alone own come first: hand them on, or erase them.',
        confirmation: email,
        label: 'Erase yourself',
      }}
    />
  );
}
