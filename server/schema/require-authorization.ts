import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import type { GraphQLFieldResolver } from 'graphql';
import type { RequestContext } from '../app/context.ts';
import { requireRead } from '../modules/accounts/viewer.ts';
import { firstReadField } from './read-fields.ts';

declare global {
  // Pothos is extended by merging into its global namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  export namespace PothosSchemaTypes {
    // The parameter has to be named as in the declaration that this merges with.
    interface Plugins<Types extends SchemaTypes> {
      requireAuthorization: RequireAuthorization<Types>;
    }
  }
}

export const RequireAuthorizationPlugin = 'requireAuthorization' as const;

/**
 * Refuses to build a schema with a root field that does not state who may use it, and has no mutation tell a key without
 * READ more than ids of what is stored: it is refused before it has done anything.
 */
class RequireAuthorization<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const isRoot = ['Query', 'Mutation', 'Subscription'].includes(config.parentType);
    const { authScopes } = config.pothosOptions as { authScopes?: object };
    if (isRoot && (authScopes === undefined || Object.keys(authScopes).length === 0)) {
      throw new Error(`${config.parentType}.${config.name} states no authorization: give it authScopes.`);
    }
    return config;
  }

  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types['Context'], object>,
    { parentType }: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (parentType !== 'Mutation') return resolver;
    return (root, args, context, info) => {
      const field = firstReadField(info);
      if (field !== null) requireRead((context as RequestContext).viewer, field);
      return resolver(root, args, context, info);
    };
  }
}

SchemaBuilder.registerPlugin(RequireAuthorizationPlugin, RequireAuthorization);
