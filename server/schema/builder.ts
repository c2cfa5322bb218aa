import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import ValidationPlugin from '@pothos/plugin-validation';
import type { RequestContext } from '../app/context.ts';
import type PrismaTypes from '../data/generated/pothos-types.ts';
import { getDatamodel } from '../data/generated/pothos-types.ts';
import { notFound, ValidationError } from '../lib/errors.ts';
import type { FileUpload } from '../lib/file-upload.ts';
import type { Permission } from '../modules/accounts/viewer.ts';
import { requirePermission, requirePerson } from '../modules/accounts/viewer.ts';
import { complexityOptions } from './complexity.ts';
import { decodeGlobalId, encodeGlobalId } from '../lib/global-id.ts';
import { readableNodes } from './nodes.ts';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './page-arguments.ts';
import { RequireAuthorizationPlugin } from './require-authorization.ts';

interface Types {
  Context: RequestContext;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date | string };
    Date: { Input: string; Output: string };
    SafeInt: { Input: number; Output: number | bigint };
    URL: { Input: string; Output: string };
    Upload: { Input: FileUpload; Output: never };
  };
  AuthScopes: {
    /** Anybody, also signed out. */
    public: boolean;
    /** A signed-in person: an API key acts for one workspace and not for itself. */
    person: boolean;
    /** Signed in, and an API key has the scope. Which workspaces are the caller's is the service's to decide. */
    may: Permission;
  };
}

/** The one schema builder. Modules declare on it; only `schema/index.ts` builds. */
export const builder = new SchemaBuilder<Types>({
  // Errors come first, so that refused input and withheld rights can be members of a mutation's result.
  plugins: [
    ErrorsPlugin,
    RelayPlugin,
    ScopeAuthPlugin,
    PrismaPlugin,
    DataloaderPlugin,
    ValidationPlugin,
    ComplexityPlugin,
    RequireAuthorizationPlugin,
  ],
  defaultFieldNullability: false,
  errors: {
    directResult: true,
    defaultTypes: [],
    unsafelyHandleInputErrors: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${fieldName.charAt(0).toUpperCase()}${fieldName.slice(1)}Result`,
    },
  },
  relay: {
    encodeGlobalID: encodeGlobalId,
    decodeGlobalID: (globalId) => decodeGlobalId(globalId),
    cursorFieldOptions: { description: 'Position in the list; pass it as `after` or `before`.' },
    edgesFieldOptions: { nullable: { list: false, items: false }, description: 'In the order of the list.' },
    nodeFieldOptions: { nullable: false, description: 'What the page lists.' },
    pageInfoFieldOptions: { description: 'Where the page stands in the list.' },
    beforeArgOptions: { description: 'Rows before this cursor; with last.' },
    afterArgOptions: { description: 'Rows after this cursor; with first.' },
    firstArgOptions: {
      description: 'Rows from the start or after `after`: 1–100, 20 where neither first nor last is given.',
    },
    lastArgOptions: { description: 'Rows from the end or before `before`: 1–100.' },
    idFieldOptions: { description: 'Opaque and globally unique.' },
    hasNextPageFieldOptions: { description: 'Whether more follow.' },
    hasPreviousPageFieldOptions: { description: 'Whether more come before; false when paging forward.' },
    startCursorFieldOptions: { description: "The first row's cursor; null on an empty page." },
    endCursorFieldOptions: { description: "The last row's cursor; null on an empty page." },
    nodeTypeOptions: { description: 'Anything with a global id, refetchable through `node`.' },
    pageInfoTypeOptions: {
      description: "Relay's page information. hasPreviousPage is false when paging forward.",
    },
    nodeQueryOptions: {
      authScopes: { may: 'read' },
      nullable: true,
      description: 'Null with NOT_FOUND when unknown or not yours.',
      args: { id: { description: 'Any global id.' } },
      resolve: async (_root, { id }, context, _info, resolveNode) => {
        const [node] = await readableNodes(context, [id]);
        if (node === null || node === undefined) throw notFound(encodeGlobalId(id.typename, id.id));
        return resolveNode(node);
      },
    },
    nodesQueryOptions: {
      authScopes: { may: 'read' },
      nullable: { list: false, items: true },
      description:
        'Same order as ids (at most 100); null in the place of each unknown one, without an error.',
      args: { ids: { description: 'Global ids, at most 100.' } },
      resolve: async (_root, args, context, _info, resolveNodes) => {
        const { ids } = args;
        if (ids.length > MAX_PAGE_SIZE) {
          throw new ValidationError([
            { path: ['ids'], message: `has ${String(ids.length)} ids; at most 100 are accepted` },
          ]);
        }
        // Written back, since resolveNodes takes them from there whatever it is given; null stays null.
        Object.assign(args, { ids: await readableNodes(context, ids) });
        return resolveNodes(args.ids);
      },
    },
  },
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: (context) => ({
      public: true,
      person: () => requirePerson(context.viewer),
      may: (permission) => requirePermission(context.viewer, permission),
    }),
  },
  prisma: {
    client: (context) => context.services.database.prisma,
    dmmf: getDatamodel(),
    defaultConnectionSize: DEFAULT_PAGE_SIZE,
    maxConnectionSize: MAX_PAGE_SIZE,
    onUnusedQuery: process.env['NODE_ENV'] === 'test' ? 'error' : null,
  },
  validation: {
    validationError: ({ issues }) =>
      new ValidationError(
        issues.map(({ message, path = [] }) => ({
          path: path.map((step) => String(typeof step === 'object' ? step.key : step)),
          message,
        })),
      ),
  },
  complexity: complexityOptions,
});

/** The builder's own type parameter, for helpers that declare on it. */
export type SchemaTypes = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer T> ? T : never;
