import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';

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

/** Refuses to build a schema with a root field that does not state who may use it. */
class RequireAuthorization<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const isRoot = ['Query', 'Mutation', 'Subscription'].includes(config.parentType);
    const { authScopes } = config.pothosOptions as { authScopes?: object };
    if (isRoot && (authScopes === undefined || Object.keys(authScopes).length === 0)) {
      throw new Error(`${config.parentType}.${config.name} states no authorization: give it authScopes.`);
    }
    return config;
  }
}

SchemaBuilder.registerPlugin(RequireAuthorizationPlugin, RequireAuthorization);
