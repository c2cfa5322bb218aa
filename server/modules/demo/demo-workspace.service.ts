import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Services } from '../../app/services.ts';
import type { ApiKey, Workspace } from '../../data/generated/prisma/client.ts';
import { newId } from '../../lib/ids.ts';
import { apiKeyColumns, newApiKeySecret } from '../accounts/api-key.service.ts';

export const DEMO_SLUG = 'demo';
const KEY_NAME = 'Demo key';
const KEY_FILE = 'demo-api-key';

type Deps = Pick<Services, 'database' | 'clock' | 'config'>;

export interface DemoWorkspace {
  workspace: Workspace;
  key: ApiKey;
  secret: string;
}

/**
 * The demo's workspace with its owner and a key that works: the configured one, else one that is kept in
 * the data folder. Configuring a key revokes those before it; keys of data folders live side by side, since each
 * node of a deployment may have a folder of its own.
 */
export async function ensureDemoWorkspace(deps: Deps): Promise<DemoWorkspace> {
  const secret = deps.config.demoApiKey ?? (await secretOfDataFolder(deps.config.dataDir));
  const { prefix, secretHash } = apiKeyColumns(secret);
  const now = deps.clock.now();
  return deps.database.transaction(async (tx) => {
    const workspace = await tx.workspace.upsert({
      where: { slug: DEMO_SLUG },
      update: {},
      create: {
        id: newId(),
        name: 'Demo workspace',
        slug: DEMO_SLUG,
        createdAt: now,
        members: {
          create: {
            id: newId(),
            role: 'OWNER',
            user: {
              create: { id: newId(), name: 'Demo owner', email: 'owner@demo.invalid', createdAt: now },
            },
          },
        },
      },
    });
    if (deps.config.demoApiKey !== null) {
      await tx.apiKey.updateMany({
        where: { workspaceId: workspace.id, name: KEY_NAME, revokedAt: null, NOT: { secretHash } },
        data: { revokedAt: now },
      });
    }
    const key = await tx.apiKey.upsert({
      where: { secretHash },
      update: { revokedAt: null },
      create: {
        id: newId(),
        workspaceId: workspace.id,
        name: KEY_NAME,
        prefix,
        secretHash,
        role: 'OWNER',
        scopes: ['READ', 'RECOMMEND', 'COLLECT', 'ADMINISTER'],
        createdAt: now,
      },
    });
    return { workspace, key, secret };
  });
}

async function secretOfDataFolder(dataDir: string): Promise<string> {
  const path = join(dataDir, KEY_FILE);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${newApiKeySecret()}\n`);
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(path, 'utf8')).trim();
}
