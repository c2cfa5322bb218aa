import type { ObjectRef } from '@pothos/core';
import { builder, type SchemaTypes } from './builder.ts';

/**
 * The shared `<Node>Connection` and `<Node>Edge` of a node type, for every field that pages it.
 * `totalCount` runs its COUNT only when it is selected.
 *
 * @param many what a page holds, for the descriptions: "videos".
 * @param one one of them, with its article: "A video".
 */
export function pageOf<Shape extends object>(
  node: ObjectRef<SchemaTypes, Shape, Shape> & { name: string },
  words: { many: string; one: string },
) {
  const edge = builder.edgeObject({
    type: node,
    name: `${node.name}Edge`,
    description: `${words.one} in a page.`,
  });
  const connection = builder.connectionObject(
    {
      type: node,
      name: `${node.name}Connection`,
      description: `A page of ${words.many}.`,
      fields: (t) => ({
        totalCount: t.int({
          nullable: true,
          description: 'All matches; null only with an error.',
          resolve: (page) => countOf(page as Counted),
        }),
      }),
    },
    edge,
  );
  return { connection, edge };
}

/** How Pothos hands on the count: known already, still to be asked for, or not at all. */
interface Counted {
  totalCount?: number | (() => number | Promise<number>) | null;
}

function countOf({ totalCount }: Counted): number | Promise<number> | null {
  return typeof totalCount === 'function' ? totalCount() : (totalCount ?? null);
}
