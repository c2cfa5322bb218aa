import type { RequestContext } from '../app/context.ts';
import type { Services } from '../app/services.ts';
import type { Viewer } from '../modules/accounts/viewer.ts';

/** Which of these row ids the viewer may read: the node's policy, asked of the database. */
export type ReadableIds = (
  services: Pick<Services, 'database' | 'clock'>,
  viewer: Viewer,
  ids: string[],
) => Promise<{ id: string }[]>;

const policies = new Map<string, ReadableIds>();

/** Every type that `node` can fetch states here who may read it; a type that does not is unknown to `node`. */
export function allowNode(typename: string, readableIds: ReadableIds): void {
  policies.set(typename, readableIds);
}

interface ParsedId {
  typename: string;
  id: string;
}

/** The given ids in order, null in the place of each that is unknown or not the viewer's. One statement a type. */
export async function readableNodes<Id extends ParsedId>(
  { services, viewer }: RequestContext,
  ids: readonly (Id | null | undefined)[],
): Promise<(Id | null)[]> {
  if (viewer === null) return ids.map(() => null);
  const byType = Map.groupBy(
    ids.filter((id) => id != null),
    ({ typename }) => typename,
  );
  const readable = new Set<string>();
  await Promise.all(
    [...byType].map(async ([typename, wanted]) => {
      const rows = await policies.get(typename)?.(services, viewer, [...new Set(wanted.map(({ id }) => id))]);
      for (const { id } of rows ?? []) readable.add(`${typename}:${id}`);
    }),
  );
  return ids.map((id) => (id != null && readable.has(`${id.typename}:${id.id}`) ? id : null));
}
