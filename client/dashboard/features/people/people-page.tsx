import type { ViewerQuery } from '../../../sdk/index.ts';
import { useWorkspace } from '../../../sdk/react/index.ts';
import { Loading, PartialNotice, Problem } from '../../components/ui/states.tsx';
import { useTitle } from '../../lib/hooks.ts';
import { mayAdminister, mayEraseWorkspace } from '../../lib/permissions.ts';
import type { OwnWorkspace } from '../../lib/permissions.ts';
import { DataSection } from '../privacy/data-section.tsx';
import { CreateWorkspace } from './create-workspace.tsx';
import { InvitationsSection } from './invitations-section.tsx';
import { KeysSection } from './keys-section.tsx';
import { MembersSection } from './members-section.tsx';
import { WorkspaceSettings } from './workspace-settings.tsx';

/** A workspace's people, and the programs that act for it. */
export function PeoplePage({
  viewer,
  workspace,
  onMade,
}: {
  readonly viewer: NonNullable<ViewerQuery['viewer']>;
  readonly workspace: OwnWorkspace;
  /** Goes on with a new workspace. */
  readonly onMade: (workspaceId: string) => void;
}) {
  useTitle('People');
  const administers = mayAdminister(viewer, workspace);
  const { data, error, refetch } = useWorkspace(workspace.id, { administered: administers });
  const { members, invitations, apiKeys } = data?.workspace ?? {};
  const shared = { workspaceId: workspace.id, ownRole: workspace.role };
  return (
    <>
      <h1 tabIndex={-1}>People of {workspace.name}</h1>
      {data === undefined &&
        (error === null ? (
          <Loading label="Loading the people" />
        ) : (
          <Problem error={error} onRetry={() => void refetch()} />
        ))}
      <PartialNotice problems={data?.problems ?? []} />
      {members != null && (
        <MembersSection
          members={members}
          ownId={viewer.user?.id ?? null}
          ownRole={workspace.role}
          administers={administers}
        />
      )}
      {data !== undefined && !administers && (
        <p className="muted">Admins and owners invite people, and see invitations and keys.</p>
      )}
      {invitations != null && <InvitationsSection {...shared} invitations={invitations} />}
      {apiKeys != null && (
        <KeysSection {...shared} ownScopes={viewer.apiKey?.scopes ?? null} keys={apiKeys} />
      )}
      {data !== undefined && administers && (
        <>
          <section className="panel" aria-labelledby="settings-title">
            <h2 id="settings-title">Settings</h2>
            <WorkspaceSettings workspace={data.workspace} />
          </section>
          <DataSection
            subjectId={workspace.id}
            title="Data of the workspace"
            exported="A ZIP of all that is held of the workspace: accounts with their history, people, keys without their secrets, and the audit log."
            erased={
              mayEraseWorkspace(viewer, workspace)
                ? {
                    what: 'Erasing removes the workspace with all its accounts, and ends our access to them at TikTok.',
                    confirmation: workspace.slug,
                    label: 'Erase the workspace',
                  }
                : null
            }
          />
        </>
      )}
      {viewer.user !== null && (
        <section className="panel" aria-labelledby="more-title">
          <h2 id="more-title">Another workspace</h2>
          <p className="muted">
            You own what you make. Its people, keys and accounts are apart from those here.
          </p>
          <CreateWorkspace onMade={onMade} />
        </section>
      )}
    </>
  );
}
