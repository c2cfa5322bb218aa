import { queryFromInfo } from '@pothos/plugin-prisma';
import { type GraphQLResolveInfo, Kind } from 'graphql';
import type { RequestContext } from '../app/context.ts';
import { placeAt, type PlacedQuery } from '../lib/list-place.ts';
import { assertPage, DEFAULT_PAGE_SIZE, type PageArguments } from './page-arguments.ts';

/** What a page of such cursors costs: a row each. @throws ValidationError as `assertPage` does. */
export function placedPageCost(args: PageArguments): { field: number; multiplier: number } {
  return { field: 1, multiplier: assertPage(args, (cursor) => placeAt(cursor) !== null) };
}

/**
 * A page whose cursors are places. One row more than the page has is asked for, to know whether more follow; none where
 * `totalCount` alone is selected.
 *
 * @param columns that `cursorOf` reads.
 */
export async function placedPage<Row extends { id: string }>({
  args,
  context,
  info,
  typeName,
  columns,
  cursorOf,
  totalCount,
  load,
}: {
  args: PageArguments & { after?: string | null | undefined; before?: string | null | undefined };
  context: RequestContext;
  info: GraphQLResolveInfo;
  typeName: string;
  columns: Readonly<Record<string, true>>;
  cursorOf: (row: Row) => string;
  totalCount: () => Promise<number>;
  load: (selection: object, query: PlacedQuery) => Promise<Row[]>;
}) {
  const { first, last, after, before } = args;
  const size = first ?? last ?? DEFAULT_PAGE_SIZE;
  const isBackward = last != null || before != null;
  const rows = wantsRows(info)
    ? await load(
        queryFromInfo({
          context,
          info,
          typeName,
          select: { id: true, ...columns } as never,
          paths: [['nodes'], ['edges', 'node']],
        }),
        {
          after: after == null ? null : placeAt(after),
          before: before == null ? null : placeAt(before),
          take: isBackward ? -(size + 1) : size + 1,
        },
      )
    : [];
  const hasMore = rows.length > size;
  const shown = isBackward ? rows.slice(hasMore ? 1 : 0) : rows.slice(0, size);
  const edges = shown.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    totalCount,
    edges,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasPreviousPage: isBackward ? hasMore : after != null,
      hasNextPage: isBackward ? before != null : hasMore,
    },
  };
}

function wantsRows({ fieldNodes }: GraphQLResolveInfo): boolean {
  return fieldNodes.some(({ selectionSet }) =>
    selectionSet?.selections.some(
      (selection) => selection.kind !== Kind.FIELD || !/^(totalCount|__typename)$/.test(selection.name.value),
    ),
  );
}
