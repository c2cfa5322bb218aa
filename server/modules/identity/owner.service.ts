import type { Services } from '../../app/services.ts';
import { RESET_PATH } from '../../lib/identity-paths.ts';
import { newId } from '../../lib/ids.ts';
import { viewerOfUser } from '../accounts/user-viewer.service.ts';
import { createWorkspace } from '../accounts/workspace.service.ts';

type Deps = Pick<Services, 'config' | 'database' | 'clock' | 'identity'>;

/**
 * Makes a person with a workspace of his own, for whoever runs the server; somebody who is there already is left as he is.
 *
 * @returns where he chooses his password, within the hour and once.
 * @throws ValidationError, ConflictError: of the workspace.
 */
export async function createOwner(
  deps: Deps,
  { email, name, workspace }: { email: string; name: string; workspace: string },
): Promise<{ isNew: boolean; link: string }> {
  const { database, clock, config, identity } = deps;
  const address = email.toLowerCase();
  const known = await database.prisma.user.findUnique({ where: { email: address }, select: { id: true } });
  const userId = known?.id ?? newId();
  if (known === null) {
    // The link proves nothing of the address, but the operator vouches for it.
    const data = { id: userId, email: address, name, emailVerified: true, createdAt: clock.now() };
    await database.prisma.user.create({ data });
    const viewer = await viewerOfUser(deps, userId);
    if (viewer === null) throw new Error('The person who was just made is gone');
    await createWorkspace(deps, viewer, { name: workspace, slug: null }, () => Promise.resolve());
  }
  const token = await identity.createPasswordToken(userId);
  return { isNew: known === null, link: `${config.publicUrl}${RESET_PATH}?token=${token}` };
}
