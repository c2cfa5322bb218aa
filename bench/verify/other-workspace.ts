import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/** Global ids of what belongs to a workspace that the demo key cannot see. */
export interface OtherWorkspace {
  workspace: string;
  connection: string;
  video: string;
  run: string;
  recommendation: string;
}

/**
 * Puts a second workspace with an account, a video, a run and a recommendation into the database of a stopped server, as copies of
 * the demo's. There is no way through the API to make one yet, and only rows that exist can show that the wall
 * between tenants holds.
 */
export async function addOtherWorkspace(dataDir: string): Promise<OtherWorkspace> {
  const database = await PGlite.create(join(dataDir, 'database'));
  try {
    const workspaceId = randomUUID();
    const connectionId = randomUUID();
    const copy = async (table: string, changes: Record<string, string>): Promise<string> => {
      const id = changes['id'] ?? randomUUID();
      const { affectedRows } = await database.query(
        `INSERT INTO "${table}"
         SELECT (jsonb_populate_record(original, $1::jsonb)).* FROM "${table}" original LIMIT 1`,
        [JSON.stringify({ ...changes, id })],
      );
      if (affectedRows !== 1) throw new Error(`There was no row of ${table} to copy`);
      return encode(table, id);
    };
    const runId = randomUUID();
    return {
      workspace: await copy('Workspace', { id: workspaceId, slug: 'other', name: 'Other workspace' }),
      // Revoked, so that nothing is ever collected for it.
      connection: await copy('TikTokConnection', { id: connectionId, workspaceId, status: 'REVOKED' }),
      video: await copy('TikTokVideo', { connectionId }),
      run: await copy('RecommendationRun', { id: runId, workspaceId, connectionId, status: 'COMPLETED' }),
      recommendation: await copy('TikTokRecommendation', { runId, workspaceId, connectionId }),
    };
  } finally {
    await database.close();
  }
}

/** Ids are opaque to clients; a test of the wall has to know their form. */
function encode(typename: string, id: string): string {
  return Buffer.from(`${typename}:${id}`).toString('base64url');
}
