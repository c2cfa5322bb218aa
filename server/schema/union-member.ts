import { typeBrandKey } from '@pothos/core';
import { queryFromInfo } from '@pothos/plugin-prisma';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../app/context.ts';

/**
 * What an operation selects of a member of a union that several fields share, where Pothos cannot hand it to the resolver.
 *
 * @typeParam Selection Prisma's arguments of the member's model.
 */
export function selectionOf<Selection>(
  context: RequestContext,
  info: GraphQLResolveInfo,
  typeName: string,
): Selection {
  return queryFromInfo({ context, info, typeName }) as Selection;
}

/** A row as the member of a union that it is. */
export function asMember<Row extends object>(row: Row, typeName: string): Row & { [typeBrandKey]: string } {
  return { ...row, [typeBrandKey]: typeName };
}
