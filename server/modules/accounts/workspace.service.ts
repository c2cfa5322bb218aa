import type { Services } from '../../app/services.ts';
import { isUniqueViolation } from '../../data/errors.ts';
import type { Transaction } from '../../data/database.ts';
import type { Remember } from '../../data/idempotency.ts';
import { ConflictError, ValidationError } from '../../lib/errors.ts';
import { newId } from '../../lib/ids.ts';
import { recordAction } from './audit.service.ts';
import { ForbiddenError } from './account.errors.ts';
import { authorize, type Viewer } from './viewer.ts';

type Deps = Pick<Services, 'database' | 'clock'>;

/** Workspaces of one person: as many as `Viewer.workspaces` tells. */
const MAX_WORKSPACES = 100;
const MAX_SLUG_LENGTH = 50;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * Makes a workspace with the viewer, a person, as its owner.
 *
 * @param input slug: default from the name.
 * @returns its id.
 * @throws ForbiddenError for an API key; ValidationError; ConflictError where the slug is taken.
 */
export async function createWorkspace(
  deps: Deps,
  viewer: Viewer,
  { name, slug }: { name: string; slug: string | null },
  remember: Remember,
): Promise<string> {
  const { userId } = viewer;
  if (userId === null) throw new ForbiddenError('An API key cannot own a workspace.', {});
  const wanted = slug === null ? slugOf(name) : checkedSlug(slug);
  const id = newId();
  const now = deps.clock.now();
  await orTaken(wanted, () =>
    deps.database.transaction(async (tx) => {
      await remember(tx, { workspaceId: id });
      await requireRoomFor(tx, userId);
      await tx.workspace.create({ data: { id, name, slug: wanted, createdAt: now } });
      await tx.member.create({
        data: { id: newId(), workspaceId: id, userId, role: 'OWNER', createdAt: now },
      });
      await recordAction(tx, viewer, { workspaceId: id, at: now, action: 'workspace.create', targetId: id });
    }),
  );
  return id;
}

export interface WorkspaceChange {
  name?: string | undefined;
  slug?: string | undefined;
  /** Null: for ever. */
  retentionDays?: number | null | undefined;
  /** US dollars a month, six decimals at most; null: no limit. */
  aiBudgetUsd?: number | null | undefined;
}

/**
 * What is left out stays.
 *
 * @throws NotFoundError, ForbiddenError, ValidationError; ConflictError where the slug is taken.
 */
export async function updateWorkspace(
  deps: Deps,
  viewer: Viewer,
  workspaceId: string,
  change: WorkspaceChange,
  remember: Remember,
): Promise<void> {
  authorize(viewer, workspaceId, 'workspace.update', workspaceId);
  const { name, retentionDays, aiBudgetUsd } = change;
  const slug = change.slug === undefined ? undefined : checkedSlug(change.slug);
  const at = deps.clock.now();
  await orTaken(slug, () =>
    deps.database.transaction(async (tx) => {
      await remember(tx, { workspaceId });
      await tx.workspace.update({
        where: { id: workspaceId },
        data: {
          ...(name !== undefined && { name }),
          ...(slug !== undefined && { slug }),
          ...(retentionDays !== undefined && { retentionDays }),
          ...(aiBudgetUsd !== undefined && { aiBudgetUsd }),
        },
      });
      await recordAction(tx, viewer, { workspaceId, at, action: 'workspace.update', targetId: workspaceId });
    }),
  );
}

/** @throws ConflictError where the person is in as many workspaces as one may be. */
export async function requireRoomFor(tx: Transaction, userId: string): Promise<void> {
  if ((await tx.member.count({ where: { userId } })) < MAX_WORKSPACES) return;
  throw new ConflictError(`A person can be in at most ${String(MAX_WORKSPACES)} workspaces.`);
}

async function orTaken(slug: string | undefined, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new ConflictError(`The slug "${String(slug)}" is taken; choose another one.`, 'CONFLICT', {
      cause: error,
    });
  }
}

function checkedSlug(slug: string): string {
  if (slug.length <= MAX_SLUG_LENGTH && SLUG.test(slug)) return slug;
  throw refusedSlug('must be 1–50 of a–z, 0–9 and single hyphens between them');
}

/** "Café Zoë & Söhne" → "cafe-zoe-sohne". */
function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG_LENGTH)
    .replaceAll(/^-|-$/g, '');
  if (slug === '') throw refusedSlug('is needed: the name has none of a–z and 0–9 to make it from');
  return slug;
}

function refusedSlug(message: string): ValidationError {
  return new ValidationError([{ path: ['input', 'slug'], message }]);
}

/**
 * Has members and invitations of a workspace change one after the other: so of two owners who go at once one is the last.
 * Until the transaction ends.
 */
export async function lockWorkspace(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.$executeRaw`SELECT FROM "Workspace" WHERE "id" = ${workspaceId}::uuid FOR NO KEY UPDATE`;
}

/**
 * Keeps the workspace from being erased until the transaction ends: its erasure would not know of the connection.
 *
 * @throws ConflictError where it is being erased.
 */
export async function keepWorkspace(tx: Transaction, workspaceId: string): Promise<void> {
  const kept = await tx.$queryRaw<object[]>`
    SELECT FROM "Workspace" WHERE "id" = ${workspaceId}::uuid AND "erasingSince" IS NULL FOR SHARE`;
  if (kept.length === 0) throw new ConflictError('This workspace is being erased.');
}
