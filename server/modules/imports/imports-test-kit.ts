import { decodeGlobalId } from '../../lib/global-id.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { executeWithFile, type PickedFile } from '../../testing/upload.ts';
import { OVERVIEW_HEADER, studioCsv } from './reading/reading-test-kit.ts';

export type { PickedFile };

export interface ImportResult {
  __typename: string;
  id: string;
  status: string;
  code?: string;
  message?: string;
  entry?: string | null;
  requiredRole?: string;
  resourceId?: string;
  issues?: { path: string[]; message: string }[];
}

export interface ImportAnswer {
  id: string;
  status: string;
  mode: string;
  format: string | null;
  from: string | null;
  to: string | null;
  rowsRead: number;
  rowsStored: number;
  rowsUnchanged: number;
  rowsRefused: number;
  problems: { fileName: string; row: number | null; column: string | null; message: string }[];
  preview: { date: string; viewsGained: number | null; followers: number | null; quality: string }[];
  error: { code: string; message: string; retryable: boolean } | null;
}

const IMPORT = `id status mode format from to rowsRead rowsStored rowsUnchanged rowsRefused
  problems { fileName row column message } preview { date viewsGained followers quality } error { code message retryable }`;

export const IMPORT_MUTATION = `mutation ($input: ImportAnalyticsInput!) { importAnalytics(input: $input) {
  __typename ... on AnalyticsImport { id status } ... on Error { code message }
  ... on ImportUnreadableError { entry } ... on ForbiddenError { requiredRole } ... on NotFoundError { resourceId }
  ... on ValidationError { issues { path message } } } }`;

/** A server with one connected account, whose history tests import. */
export interface ImportKit {
  readonly server: TestServer;
  /** Global id. */
  readonly connection: string;
  readonly rowId: string;
  readonly username: string;
  /** What the mutation answers. @param as an API key; default the owner's */
  bring(file: PickedFile, input?: object, as?: string): Promise<ImportResult>;
  /** The import once it has ended, as its event tells it. */
  imported(file: PickedFile, input?: object): Promise<ImportAnswer>;
  /** The same for one that was brought. @param after sequence of an event before its end */
  ended(id: string, after?: number): Promise<ImportAnswer>;
  /** What is stored of the account, to compare before and after. */
  everything(): Promise<unknown>;
  /** Removes all that was imported. */
  clear(): Promise<void>;
}

export async function startImportKit(): Promise<ImportKit> {
  const server = await startTestServer();
  const [connection] = (await server.workspace.connect(['maya'], { days: 3 })) as [string];
  const rowId = decodeGlobalId(connection).id;
  const { database } = server.runtime.services;
  const { prisma } = database;
  const row = () => prisma.tikTokConnection.findUniqueOrThrow({ where: { id: rowId } });
  const username = (await row()).username!;

  const kit: ImportKit = {
    server,
    connection,
    rowId,
    username,
    async bring(file, input = {}, as = server.workspace.ownerKey) {
      const variables = { input: { connectionId: connection, ...input } };
      const answer = await executeWithFile<{ importAnalytics: ImportResult }>(
        server.graphqlUrl,
        IMPORT_MUTATION,
        variables,
        file,
        { as },
      );
      return answer.expectData().importAnalytics;
    },
    async imported(file, input) {
      const { lastEventSequence } = await row();
      const begun = await kit.bring(file, input);
      if (begun.__typename !== 'AnalyticsImport') throw new Error(JSON.stringify(begun));
      return kit.ended(begun.id, lastEventSequence);
    },
    async ended(id, after = 0) {
      const events = server.subscribe<{ connectionEvents: { import?: ImportAnswer } }>(
        `subscription ($id: ID!, $after: Int!) { connectionEvents(connectionId: $id, after: $after) {
          ... on ImportFinished { import { ${IMPORT} } } } }`,
        { id: connection, after },
      );
      for await (const { data, errors } of events) {
        if (errors !== undefined) throw new Error(JSON.stringify(errors));
        const done = data?.connectionEvents.import;
        if (done?.id !== id) continue;
        await events.return?.();
        return done;
      }
      throw new Error('The subscription ended');
    },
    async everything() {
      const where = { connectionId: rowId };
      return {
        days: await prisma.importedDay.findMany({ where, orderBy: { contentHash: 'asc' } }),
        snapshots: await prisma.tikTokAnalytics.findMany({ where, orderBy: { id: 'asc' } }),
        account: await prisma.tikTokAccountAnalytics.findMany({ where, orderBy: { syncId: 'asc' } }),
        audience: await prisma.importedAudience.findMany({ where, orderBy: { contentHash: 'asc' } }),
        videos: await prisma.tikTokVideo.findMany({ where, orderBy: { id: 'asc' } }),
        // Events are counted on the row, and an import is one.
        connection: { ...(await row()), lastEventSequence: 0 },
      };
    },
    async clear() {
      await database.execute(`
        DELETE FROM "ImportedDay"; DELETE FROM "ImportedFile"; DELETE FROM "ImportedAudience"; DELETE FROM "AnalyticsImport";
        DELETE FROM "TikTokAnalytics" WHERE source <> 'DISPLAY_API';
        DELETE FROM "TikTokAccountAnalytics" WHERE source <> 'DISPLAY_API'`);
    },
  };
  return kit;
}

/** A Studio overview of January 2025, from the first, with a row for each count of views. */
export function overview(views: readonly number[], name = 'Overview.csv'): PickedFile {
  const rows = views.map((count, index) => [`January ${String(index + 1)}`, count, 1, 2, 0, 1]);
  return { name, content: studioCsv(OVERVIEW_HEADER, rows) };
}

/** After the last day of `overview`. */
export const DOWNLOADED = { downloadedOn: '2025-02-01' };
