import { typeBrandKey } from '@pothos/core';
import { queryFromInfo } from '@pothos/plugin-prisma';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../app/context.ts';

/**
 * What an operation selects of a row that may not be there, or of a member of a union that several fields share, where
 * Pothos cannot hand it to the resolver.
 */
export function selectionOf(context: RequestContext, info: GraphQLResolveInfo, typeName: string): object {
  return queryFromInfo({ context, info, typeName });
}

/** A row as the member of a union that it is. */
export function asMember<Row extends object>(row: Row, typeName: string): Row & { [typeBrandKey]: string } {
  return { ...row, [typeBrandKey]: typeName };
}
