import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ERASURES } from '../../app/modules.ts';
import { newId } from '../../lib/ids.ts';
import { createTestCollector, type TestCollector } from '../../testing/collector.ts';
import {
  columnsThatLeadTo,
  hangRowsOn,
  tablesThatHangOn,
  tablesThatName,
} from '../../testing/every-table.ts';
import {
  authenticateApiKey,
  apiKeyColumns,
  newApiKeySecret,
  viewerOfApiKey,
} from '../accounts/api-key.service.ts';
import { recordAction } from '../accounts/audit.service.ts';
import { viewerOfUser } from '../accounts/user-viewer.service.ts';
import type { Viewer } from '../accounts/viewer.ts';
import { syncNow } from '../collector/sync.service.ts';
import { imagesPrefix } from '../covers/image-keys.ts';
import { sendMail } from '../mail/mail.service.ts';
import { eraseData, type Subject } from './erase-data.service.ts';
import { eraseSubject } from './erase-subject.service.ts';
import { dyingErasures, fill } from './erasure-test-kit.ts';
import { findErasure } from './erasure.service.ts';
import { erasureCountsOf, type StoredErasureCount } from './stored-erasure.ts';

const remember = async (): Promise<void> => {};
const NEVER = new AbortController().signal;
const ALL_SCOPES = ['READ', 'RECOMMEND', 'COLLECT', 'ADMINISTER'] as const;

let collector: TestCollector;
beforeAll(async () => {
  collector = await createTestCollector();
});
afterAll(() => collector.close());

async function addPerson(name: string): Promise<{ id: string; email: string }> {
  const id = newId();
  const email = `${name}@example.com`;
  await collector.deps.database.prisma.user.create({ data: { id, name, email } });
  return { id, email };
}

/** A workspace with an owner, whose key is the viewer. */
async function addStudio(): Promise<{
  workspaceId: string;
  ownerId: string;
  viewer: Viewer;
  secret: string;
}> {
  const { prisma } = collector.deps.database;
  const { workspaceId } = await collector.addWorkspace();
  const owner = await addPerson(`owner-${newId()}`);
  await prisma.member.create({ data: { id: newId(), workspaceId, userId: owner.id, role: 'OWNER' } });
  const secret = newApiKeySecret();
  const key = await prisma.apiKey.create({
    data: {
      id: newId(),
      workspaceId,
      name: 'Key',
      role: 'OWNER',
      scopes: [...ALL_SCOPES],
      ...apiKeyColumns(secret),
    },
  });
  return { workspaceId, ownerId: owner.id, viewer: viewerOfApiKey(key), secret };
}

const request = (viewer: Viewer, subject: Subject, confirmation: string) =>
  eraseData(collector.deps, viewer, subject, confirmation, remember);
const erase = (erasureId: string, contributions = ERASURES) =>
  eraseSubject(collector.deps, contributions, erasureId, NEVER);
async function proofOf(receipt: string): Promise<StoredErasureCount[]> {
  const erasure = await findErasure(collector.deps, receipt, {});
  expect(erasure).toMatchObject({ status: 'COMPLETED', subject: null, held: null, requestedByHash: null });
  const proof = erasureCountsOf(erasure);
  expect(proof.filter(({ remaining }) => remaining !== 0)).toEqual([]);
  return proof;
}

describe('the erasure of a workspace', () => {
  it('takes its accounts, people, keys and log along, wherever it is killed, and leaves others alone', async () => {
    const { deps } = collector;
    const { workspaceId, ownerId, viewer, secret } = await addStudio();
    const elsewhere = await collector.connect({ creator: 'maya' });
    const connection = await collector.connect({ creator: 'maya', viewer });
    const names = (await fill(collector, connection, viewer)).filter((name) => name !== elsewhere.openId);
    const { prisma } = deps.database;
    const workspace = await prisma.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    await hangRowsOn(deps.database, 'Workspace', { ...workspace });
    const hanging = await tablesThatHangOn(deps.database, 'Workspace');
    const own = [...names, workspaceId, connection.id, viewer.callerKey.slice('key:'.length)].filter(
      (name) => name !== (elsewhere.username ?? ''),
    );

    await expect(request(viewer, { kind: 'Workspace', id: workspaceId }, 'Studio')).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    const { erasureId, receipt } = await request(
      viewer,
      { kind: 'Workspace', id: workspaceId },
      ` ${workspace.slug} `,
    );
    // Gone for everybody at once.
    expect(await authenticateApiKey(deps, secret, null)).toBeNull();
    expect((await viewerOfUser(deps, ownerId))?.roles.size).toBe(0);
    await expect(
      request(viewer, { kind: 'Workspace', id: workspaceId }, workspace.slug),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(collector.connect({ creator: 'camille', viewer })).rejects.toMatchObject({
      message: expect.stringContaining('being erased') as unknown,
    });

    const { places, dying, dieAt } = dyingErasures(ERASURES.filter(({ of }) => of !== 'USER'));
    let first: unknown;
    for (let place = 1; place <= places; place += 5) {
      dieAt(place);
      await expect(erase(erasureId, dying)).rejects.toThrow('killed');
      const { held } = await prisma.dataErasure.findUniqueOrThrow({ where: { id: erasureId } });
      first ??= held;
      expect(held).toEqual(first);
    }
    await erase(erasureId);
    expect(await tablesThatName(deps.database, own)).toEqual({});
    expect(await deps.files.count(imagesPrefix(connection.id))).toBe(0);

    const told = new Map((await proofOf(receipt)).map(({ name, deleted }) => [name, deleted]));
    for (const table of hanging) expect([table, (told.get(table) ?? 0) > 0]).toEqual([table, true]);
    // Of its two accounts one is another workspace's too, who goes on with the grant.
    expect(told.get('TikTok')).toBe(1);
    expect(await syncNow(deps, elsewhere.id)).toEqual({ outcome: 'COMPLETED' });
    expect(await prisma.user.count({ where: { id: ownerId } })).toBe(1);
  });

  it('is for owners, with a key that administers', async () => {
    const { workspaceId, viewer } = await addStudio();
    const subject = { kind: 'Workspace', id: workspaceId } as const;
    const admin: Viewer = { ...viewer, roles: new Map([[workspaceId, 'ADMIN']]) };
    await expect(request(admin, subject, workspaceId)).rejects.toMatchObject({ requiredRole: 'OWNER' });
    const reader: Viewer = { ...viewer, scopes: new Set(['READ', 'COLLECT']) };
    await expect(request(reader, subject, workspaceId)).rejects.toMatchObject({
      requiredScope: 'ADMINISTER',
    });
    await expect(request(collector.viewer, subject, workspaceId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('the erasure of a person', () => {
  it('leaves the workspaces what is theirs, without a name', async () => {
    const { deps } = collector;
    const { prisma } = deps.database;
    const { workspaceId } = await addStudio();
    const { id, email } = await addPerson('Ana Example');
    const user = await prisma.user.findUniqueOrThrow({ where: { id } });
    const made = await hangRowsOn(deps.database, 'User', { ...user });
    await prisma.member.deleteMany({ where: { userId: id } });
    await prisma.member.create({ data: { id: newId(), workspaceId, userId: id, role: 'ADMIN' } });
    await prisma.apiKey.create({
      data: {
        id: newId(),
        workspaceId,
        name: "Ana's",
        role: 'ADMIN',
        scopes: [],
        createdById: id,
        ...apiKeyColumns(newApiKeySecret()),
      },
    });
    const viewer = (await viewerOfUser(deps, id, '192.0.2.7'))!;
    const action = {
      workspaceId,
      at: new Date(),
      action: 'connection.import',
      targetId: newId(),
    } as const;
    await deps.database.transaction((tx) => recordAction(tx, viewer, action));
    await prisma.tikTokLogin.create({
      data: {
        stateHash: newId(),
        workspaceId,
        callerKey: viewer.callerKey,
        codeVerifier: '',
        keyId: '',
        createdAt: new Date(),
        expiresAt: new Date(),
      },
    });
    await prisma.verification.create({
      data: {
        id: newId(),
        identifier: newId(),
        value: JSON.stringify({ userId: id }),
        expiresAt: new Date(),
      },
    });
    const hello = { subject: 'Hello', paragraphs: [] };
    await deps.database.transaction((tx) => sendMail(deps, tx, email.toUpperCase(), hello));
    const former = { userId: id, email: 'former@example.com' };
    await deps.database.transaction((tx) => sendMail(deps, tx, former, hello));
    await deps.database.query(
      `INSERT INTO pgboss.job (name, data, state, completed_on) VALUES ('server.housekeeping', $1::jsonb, 'completed', now())`,
      [JSON.stringify({ to: email })],
    );

    const other = (await viewerOfUser(deps, (await addPerson('Other')).id))!;
    await expect(request(other, { kind: 'User', id }, email)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { erasureId, receipt } = await request(viewer, { kind: 'User', id }, 'ANA example@EXAMPLE.com');
    expect(await viewerOfUser(deps, id)).toBeNull();
    const { places, dying, dieAt } = dyingErasures(ERASURES.filter(({ of }) => of === 'USER'));
    for (let place = 1; place <= places; place += 1) {
      dieAt(place);
      await expect(erase(erasureId, dying)).rejects.toThrow('killed');
    }
    await erase(erasureId);
    const names = [id, email, former.email, 'Ana Example', '192.0.2.7', String(made.get('Session')?.['id'])];
    expect(await tablesThatName(deps.database, names)).toEqual({});

    const told = new Map((await proofOf(receipt)).map(({ name, deleted }) => [name, deleted]));
    for (const column of await columnsThatLeadTo(deps.database, 'User')) {
      const place = told.get(column) ?? told.get(column.split('.')[0] ?? '');
      expect([column, (place ?? 0) > 0]).toEqual([column, true]);
    }
    expect(told.get('AuditEntry.actorId')).toBe(1);
    expect(told.get('jobs')).toBeGreaterThan(0);
    // To his address, to a former one, and the row that names him alone.
    expect(told.get('Mail')).toBe(3);
    expect(told.get('Verification')).toBe(1);
    expect(await prisma.auditEntry.findMany({ where: { workspaceId } })).toMatchObject([
      { action: 'connection.import', actorId: null, actorName: null, ipAddress: null },
    ]);
    expect(await prisma.apiKey.findMany({ where: { workspaceId, name: "Ana's" } })).toMatchObject([
      { role: 'EDITOR', createdById: null, revokedAt: null },
    ]);
    const run = { id: String(made.get('RecommendationRun')?.['id']) };
    expect(await prisma.recommendationRun.findUnique({ where: run })).toMatchObject({ requestedById: null });
  });

  it('is refused to the only owner of a workspace, until somebody else is one or it is erased too', async () => {
    const { deps } = collector;
    const { prisma } = deps.database;
    const { workspaceId, ownerId } = await addStudio();
    const { email } = await prisma.user.findUniqueOrThrow({ where: { id: ownerId } });
    const viewer = (await viewerOfUser(deps, ownerId))!;
    const subject = { kind: 'User', id: ownerId } as const;
    const second = await addPerson('Second');
    await prisma.member.create({ data: { id: newId(), workspaceId, userId: second.id, role: 'ADMIN' } });
    await expect(request(viewer, subject, email)).rejects.toMatchObject({
      code: 'LAST_OWNER',
      message: expect.stringContaining('Studio') as unknown,
    });
    await prisma.member.updateMany({ where: { userId: second.id }, data: { role: 'OWNER' } });
    await erase((await request(viewer, subject, email)).erasureId);
    const heir = (await viewerOfUser(deps, second.id))!;
    await expect(request(heir, { kind: 'User', id: second.id }, second.email)).rejects.toMatchObject({
      code: 'LAST_OWNER',
    });
    await request(heir, { kind: 'Workspace', id: workspaceId }, workspaceId);
    await erase((await request(heir, { kind: 'User', id: second.id }, second.email)).erasureId);
    expect(await prisma.user.count({ where: { id: second.id } })).toBe(0);
  });
});

describe('the audit log', () => {
  it('is changed by nobody but the eraser', async () => {
    const { prisma } = collector.deps.database;
    const data = {
      id: newId(),
      workspaceId: collector.workspaceId,
      at: new Date(),
      action: 'x',
      actorName: 'Ana',
    };
    await prisma.auditEntry.create({ data });
    const where = { id: data.id };
    for (const change of [
      { action: 'y' },
      { at: new Date(0) },
      { actorName: 'Bo' },
      { ipAddress: '192.0.2.1' },
    ]) {
      // Which of its errors the database's adapter makes of it differs.
      await expect(prisma.auditEntry.update({ where, data: change })).rejects.toThrow();
    }
    await expect(prisma.auditEntry.delete({ where })).rejects.toThrow();
    expect(await prisma.auditEntry.findUnique({ where })).toMatchObject(data);
    await prisma.auditEntry.update({ where, data: { actorName: null } });
    expect(await prisma.auditEntry.findUnique({ where })).toMatchObject({ action: 'x', actorName: null });
  });
});
