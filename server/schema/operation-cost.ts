import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DocumentNode,
  getOperationAST,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { assertAffordable } from './complexity.ts';

/** An operation as it is about to be executed. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * What the operation is reckoned to cost before it runs; null where it has no such operation.
 *
 * @throws QueryTooComplexError when it is above a limit; another error when an argument or a variable is refused.
 */
export function costOf({ schema, document, operationName, variableValues }: Operation): number | null {
  const operation = getOperationAST(document, operationName);
  if (operation == null) return null;
  const reckoned = complexityFromQuery(withoutOthers(document, operation), {
    schema,
    variables: { ...variableValues },
    ctx: {},
  });
  assertAffordable(reckoned);
  return reckoned.complexity;
}

/** The reckoning takes the first operation of a document. */
function withoutOthers(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
}

/** Lists whose length a caller chooses: the rows of a page, and `nodes`. */
const PAGED = new Set(['edges', 'nodes']);

/**
 * What an answer cost by the same model, with the rows that are there in the place of those that were asked for: each field
 * 1, the fields of a page once for each of its rows, and those of any other list once.
 */
export function costOfAnswer(document: DocumentNode, data: unknown): number {
  const paged = new Set<string>();
  visit(document, {
    Field: ({ name, alias }) => {
      if (PAGED.has(name.value)) paged.add((alias ?? name).value);
    },
  });
  const costOfValue = (value: unknown, isPage: boolean): number => {
    if (Array.isArray(value)) {
      const costs = value.map((item) => costOfValue(item, false));
      return isPage ? costs.reduce((sum, cost) => sum + cost, 0) : Math.max(0, ...costs);
    }
    if (typeof value !== 'object' || value === null) return 0;
    let cost = 0;
    for (const [key, member] of Object.entries(value)) cost += 1 + costOfValue(member, paged.has(key));
    return cost;
  };
  return costOfValue(data, false);
}
