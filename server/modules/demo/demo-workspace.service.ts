import type { Services } from '../../app/services.ts';
import type { ApiKey, Workspace } from '../../data/generated/prisma/client.ts';
import { readOrMakeSecret } from '../../data/secret-file.ts';
import { newId } from '../../lib/ids.ts';
import { apiKeyColumns, newApiKeySecret } from '../accounts/api-key.service.ts';

export const DEMO_SLUG = 'demo';
/** The address of its owner: no mail gets there. */
export const DEMO_OWNER = 'owner@demo.invalid';
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
  const secret =
    deps.config.demoApiKey ?? (await readOrMakeSecret(deps.config.dataDir, KEY_FILE, newApiKeySecret));
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
              create: { id: newId(), name: 'Demo owner', email: DEMO_OWNER, createdAt: now },
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

/** The demo's workspace as it is now, for whoever has ensured it. */
export function readDemoWorkspace({ database }: Pick<Deps, 'database'>): Promise<Workspace> {
  return database.prisma.workspace.findUniqueOrThrow({ where: { slug: DEMO_SLUG } });
}
