import SchemaBuilder, { BasePlugin, type SchemaTypes } from '@pothos/core';
import { PothosComplexityPlugin } from '@pothos/plugin-complexity';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';

declare global {
  // Pothos is extended by merging into its global namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  export namespace PothosSchemaTypes {
    // The parameter has to be named as in the declaration that this merges with.
    interface Plugins<Types extends SchemaTypes> {
      requestedCost: RequestedCost<Types>;
    }
  }
}

export const RequestedCostPlugin = 'requestedCost' as const;

/** There is one builder. The schema is no key: the transport executes a copy of it. */
let reckon: ((context: object, info: GraphQLResolveInfo) => number) | undefined;

/** Keeps the complexity plugin's reckoning at hand: the plugin itself only tells it where it is above the limit. */
class RequestedCost<Types extends SchemaTypes> extends BasePlugin<Types> {
  override afterBuild(schema: GraphQLSchema): GraphQLSchema {
    const { complexityCache } = new PothosComplexityPlugin<Types>(this.buildCache, this.name);
    reckon = (context, info) => complexityCache(context, info).complexity;
    return schema;
  }
}

SchemaBuilder.registerPlugin(RequestedCostPlugin, RequestedCost);

/** What the whole operation was reckoned to cost before it ran: what the limit of complexity is compared with. */
export function requestedCost(context: object, info: GraphQLResolveInfo): number {
  if (reckon === undefined) throw new Error('The schema is not built yet.');
  return reckon(context, info);
}
