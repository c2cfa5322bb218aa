import { useTitle } from '../../lib/hooks.ts';
import { CreateWorkspace } from './create-workspace.tsx';

/** For a person who has just signed up, or left. */
export function NoWorkspace({ onMade }: { readonly onMade: (workspaceId: string) => void }) {
  useTitle('Begin');
  return (
    <section className="panel" aria-labelledby="begin-title">
      <h1 id="begin-title" tabIndex={-1}>
        Make your workspace
      </h1>
      <p>
        A workspace holds TikTok accounts and the people who work on them. Where somebody invited you, open
        the link of the mail instead.
      </p>
      <CreateWorkspace isFirst onMade={onMade} />
    </section>
  );
}
