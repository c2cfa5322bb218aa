import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
  isScalarType,
} from 'graphql';
import { ROLES, type ApiKeyScope, type WorkspaceRole } from '../modules/accounts/role.ts';
import { PERMISSIONS } from '../modules/accounts/viewer.ts';
import type { Answer, Caller } from '../testing/graphql.ts';
import {
  buildWorld,
  MUTATIONS,
  PUBLIC_FIELDS,
  QUERIES,
  SUBSCRIPTIONS,
  type World,
} from '../testing/tenancy.ts';
import { executeWithFile } from '../testing/upload.ts';
import { schema } from './index.ts';

// Walks the schema itself: whatever it grows, a type with an id, a root field, a mutation, a subscription, has to stand
// this test, or fails it for want of an example (testing/tenancy.ts). `npm run verify:walls` counts by the titles.

const NODE = schema.getType('Node');
const nodeTypes = isAbstractType(NODE) ? schema.getPossibleTypes(NODE).map(({ name }) => name) : [];
const fieldsOf = (root: 'Query' | 'Mutation' | 'Subscription') => {
  const type = schema.getType(root);
  return isObjectType(type) ? Object.values(type.getFields()) : [];
};
const byName = (fields: GraphQLField<unknown, unknown>[]) =>
  fields.map((field) => [field.name, field] as const);
const SCOPES: ApiKeyScope[] = ['READ', 'RECOMMEND', 'COLLECT', 'ADMINISTER'];

let world: World;
/** May do all but read. */
let unread: string;

beforeAll(async () => {
  world = await buildWorld();
  unread = (await world.home.addKey({ scopes: SCOPES.filter((scope) => scope !== 'READ') })).secret;
  // Three accounts are connected and collected for real.
});
afterAll(() => world.server.stop());

type Arguments = Record<string, unknown>;
type Field = GraphQLField<unknown, unknown>;

/** What an answer of this field is looked at by: that it is there, or that it is empty. */
function selectionOf({ type }: Field): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  return isObjectType(named) && 'edges' in named.getFields()
    ? '{ edges { node { __typename } } }'
    : '{ __typename }';
}

function documentOf(operation: 'query' | 'subscription', field: Field, args: Arguments): string {
  const used = field.args.filter(({ name }) => name in args);
  const variables = used.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = used.map(({ name }) => `${name}: $${name}`).join(', ');
  const [declaration, call] = used.length === 0 ? ['', ''] : [`(${variables})`, `(${passed})`];
  return `${operation} ${declaration} { ${field.name}${call} ${selectionOf(field)} }`;
}

function ask(field: Field, args: Arguments, as: string | null): Promise<Answer<Record<string, unknown>>> {
  return world.server.execute(documentOf('query', field, args), args, { as });
}

function idOf(typename: string): string {
  const id = world.ids[typename];
  if (id === undefined) throw new Error(`There is no example of the type ${typename}: give buildWorld one`);
  return id;
}

function exampleOf<T>(examples: Record<string, T>, name: string): T {
  const example = examples[name];
  if (example === undefined) throw new Error(`There is no example for ${name}: give testing/tenancy.ts one`);
  return example;
}

const ofNobody = { code: 'UNAUTHENTICATED' };
const withoutRead = { code: 'FORBIDDEN', requiredScope: 'READ' };
const refusal = (answer: Answer<unknown>) => answer.expectErrors()[0]?.extensions;

describe.each(nodeTypes)('type %s', (typename) => {
  const node = `query ($id: ID!) { node(id: $id) { __typename id } }`;
  const nodes = `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`;

  it('is found by who may see it', async () => {
    const id = idOf(typename);
    const answer = await world.server.execute(node, { id });
    expect(answer.expectData()).toEqual({ node: { __typename: typename, id } });
  });

  it('is null and NOT_FOUND to a caller of another workspace', async () => {
    const id = idOf(typename);
    const answer = await world.server.execute(node, { id }, { as: world.stranger.ownerKey });
    expect(answer.data).toEqual({ node: null });
    expect(refusal(answer)).toEqual({ code: 'NOT_FOUND', resourceId: id });
  });

  it('is null in its place among nodes', async () => {
    const [id, own] = [idOf(typename), world.stranger.id];
    const ids = { ids: [id, own] };
    const answer = await world.server.execute(nodes, ids, { as: world.stranger.ownerKey });
    expect(answer.expectData()).toEqual({ nodes: [null, { id: own }] });
  });

  it('is UNAUTHENTICATED to the signed-out, and FORBIDDEN to a key that may not read', async () => {
    const id = idOf(typename);
    expect(refusal(await world.server.execute(node, { id }, { as: null }))).toEqual(ofNobody);
    expect(refusal(await world.server.execute(node, { id }, { as: unread }))).toMatchObject(withoutRead);
  });
});

const queries = byName(fieldsOf('Query'));

describe('the public root fields', () => {
  it('answer the signed-out, and no other field does', async () => {
    const answering: string[] = [];
    for (const [name, field] of queries) {
      const args = Object.fromEntries(
        field.args
          .filter(isRequiredArgument)
          .map(({ name: arg, type }) => [
            arg,
            String(type).startsWith('[') ? [world.ids['TikTokVideo']] : world.ids['TikTokVideo'],
          ]),
      );
      const { errors } = await ask(field, args, null);
      if (!errors?.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED')) answering.push(name);
    }
    expect(answering.filter((name) => !PUBLIC_FIELDS.includes(name))).toEqual([]);
    expect(answering).toContain('serverInfo');
  });
});

describe.each(queries.filter(([name]) => !PUBLIC_FIELDS.includes(name)))('query %s', (name, field) => {
  const examples = () => exampleOf(QUERIES, name)(world);

  it('answers who may see it', async () => {
    for (const args of examples()) {
      const { [name]: found } = (await ask(field, args, world.home.ownerKey)).expectData();
      expect(found).toBeTruthy();
    }
  });

  it('is null and NOT_FOUND to a caller of another workspace', async () => {
    for (const args of examples()) {
      const answer = await ask(field, args, world.stranger.ownerKey);
      if (name === 'nodes') {
        expect(answer.expectData()).toEqual({ nodes: [null, null] });
        continue;
      }
      expect(answer.data).toEqual({ [name]: null });
      expect(refusal(answer)).toEqual({ code: 'NOT_FOUND', resourceId: [Object.values(args)[0]].flat()[0] });
    }
  });

  it('holds nothing of another workspace where none is named', async () => {
    if (field.args.some(isRequiredArgument)) return;
    const outsider = await world.server.addWorkspace();
    const answer = await ask(field, {}, outsider.ownerKey);
    expect(answer.expectData()).toEqual({ [name]: { edges: [] } });
  });

  it('is UNAUTHENTICATED to the signed-out, and FORBIDDEN to a key that may not read', async () => {
    for (const args of examples()) {
      expect(refusal(await ask(field, args, null))).toEqual(ofNobody);
      expect(refusal(await ask(field, args, unread))).toMatchObject(withoutRead);
    }
  });
});

describe.each(byName(fieldsOf('Subscription')))('subscription %s', (name, field) => {
  const start = (as: string | null, over: 'ws' | 'sse') => {
    const args = exampleOf(SUBSCRIPTIONS, name)(world);
    return world.server.subscribe(documentOf('subscription', field, args), args, { as, over });
  };

  /** What it tells first. */
  async function first(as: string | null, over: 'ws' | 'sse') {
    const live = start(as, over);
    const { value } = (await live.next()) as { value: { data?: object; errors?: { extensions: object }[] } };
    await live.return?.();
    return value;
  }

  it.each(['ws', 'sse'] as const)('tells who may see it, over %s', async (over) => {
    expect((await first(world.home.ownerKey, over)).data).toEqual({ [name]: expect.anything() });
  });

  it.each(['ws', 'sse'] as const)(
    'is NOT_FOUND, UNAUTHENTICATED or FORBIDDEN to all others, over %s',
    async (over) => {
      const [resourceId] = Object.values(exampleOf(SUBSCRIPTIONS, name)(world));
      const refusals = [
        [world.stranger.ownerKey, { code: 'NOT_FOUND', resourceId }],
        [null, ofNobody],
        [unread, withoutRead],
      ] as const;
      for (const [as, extensions] of refusals) {
        const { data, errors } = await first(as, over);
        expect(data ?? { [name]: null }).toEqual({ [name]: null });
        expect(errors).toMatchObject([{ extensions }]);
      }
    },
  );
});

interface Result {
  __typename: string;
  code?: string;
  resourceId?: string;
  requiredRole?: WorkspaceRole;
  requiredScope?: ApiKeyScope;
}

const mutations = byName(fieldsOf('Mutation'));

/** What each kind of refusal tells, as far as this mutation can answer with it. */
function mutationOf({ name, args, type }: Field, read = ''): string {
  const union = getNamedType(type);
  const members = isAbstractType(union) ? schema.getPossibleTypes(union).map((member) => member.name) : [];
  const facts = ['NotFoundError { resourceId }', 'ForbiddenError { requiredRole requiredScope }'];
  const spreads = facts
    .filter((fact) => members.some((member) => fact.startsWith(member)))
    .map((fact) => `... on ${fact}`);
  return `mutation ($input: ${String(args[0]?.type)}) { ${name}(input: $input) {
    __typename ... on Error { code } ${spreads.join(' ')} ${read} } }`;
}

async function mutate(
  field: Field,
  input: Arguments,
  as: Caller,
  read?: string,
): Promise<Answer<Record<string, Result>>> {
  const document = mutationOf(field, read);
  const { server } = world;
  const { file } = exampleOf(MUTATIONS, field.name);
  return file === undefined
    ? server.execute(document, { input }, { as })
    : executeWithFile(server.graphqlUrl, document, { input }, file, { as });
}

describe.each(mutations)('mutation %s', (name, field) => {
  const example = () => exampleOf(MUTATIONS, name);
  const resultOf = async (input: Arguments, as: string) =>
    (await mutate(field, input, as)).expectData()[name];

  it('is UNAUTHENTICATED to the signed-out', async () => {
    const answer = await mutate(field, example().input(world), null);
    expect(answer.data ?? null).toBeNull();
    expect(refusal(answer)).toEqual(ofNobody);
  });

  it('does not find what is another workspace’s', async () => {
    const { needs, input, across, otherwise } = example();
    if (needs === 'PERSON') return;
    const own = input(world);
    const as = world.stranger.ownerKey;
    if (otherwise !== undefined) {
      expect(await resultOf(own, as)).toEqual(otherwise);
      return;
    }
    const [missing] = Object.values(own).filter((value) => Object.values(world.ids).includes(String(value)));
    const attempts = [{ input: own, missing }, ...(across?.(world) ?? [])];
    for (const attempt of attempts) {
      expect(await resultOf(attempt.input, as)).toEqual({
        __typename: 'NotFoundError',
        code: 'NOT_FOUND',
        resourceId: attempt.missing,
      });
    }
  });

  it('is FORBIDDEN to a role too low, naming the one it takes', async () => {
    const { needs, input, otherwise } = example();
    if (needs === 'PERSON') {
      expect(await resultOf(input(world), world.home.ownerKey)).toMatchObject({
        __typename: 'ForbiddenError',
      });
      return;
    }
    const { role: requiredRole } = PERMISSIONS[needs];
    const role = ROLES[ROLES.indexOf(requiredRole) - 1];
    if (role === undefined)
      throw new Error('No role is too low for it, so anybody who reads may change things');
    const { secret } = await world.home.addKey({ role });
    expect(await resultOf(input(world), secret)).toMatchObject(
      otherwise ?? { __typename: 'ForbiddenError', code: 'FORBIDDEN', requiredRole },
    );
  });

  it('is FORBIDDEN to a key without its scope, naming the scope', async () => {
    const { needs, input } = example();
    if (needs === 'PERSON') return;
    const { scope: requiredScope } = PERMISSIONS[needs];
    const { secret } = await world.home.addKey({ scopes: SCOPES.filter((scope) => scope !== requiredScope) });
    expect(await resultOf(input(world), secret)).toMatchObject({
      __typename: 'ForbiddenError',
      code: 'FORBIDDEN',
      requiredScope,
    });
  });
});

/** A field besides the id of each stored object that an answer has, itself or one step below: one that reads. */
function readsOf(type: GraphQLOutputType, steps = 2): string[] {
  const named = getNamedType(type);
  if (isAbstractType(named))
    return schema.getPossibleTypes(named).flatMap((member) => readsOf(member, steps));
  if (!isObjectType(named) || steps === 0) return [];
  const fields = Object.values(named.getFields());
  const reads = named.getInterfaces().some(({ name }) => name === 'Node')
    ? fields.filter(
        (field) => isScalarType(getNamedType(field.type)) && !['id', 'receipt'].includes(field.name),
      )
    : fields.flatMap((field) =>
        readsOf(field.type, steps - 1).map((read) => ({ name: `${field.name} { ${read} }` })),
      );
  return reads.slice(0, 1).map(({ name }) => `... on ${named.name} { ${name} }`);
}

const readingMutations = mutations.flatMap(([name, field]) =>
  readsOf(field.type).map((read) => [name, read, field] as const),
);

describe('a key that may not read', () => {
  it.each(readingMutations)('is refused %s with %s', async (name, read, field) => {
    const { needs, input } = exampleOf(MUTATIONS, name);
    if (needs === 'PERSON') return;
    const result = (await mutate(field, input(world), unread, read)).expectData()[name];
    expect(result).toMatchObject({ __typename: 'ForbiddenError', ...withoutRead });
  });
});

describe('who has the right', () => {
  it('is refused none of the mutations for want of a right, so that the refusals above are for that', async () => {
    const refused: [string, Result | undefined][] = [];
    for (const [name, { needs, input }] of Object.entries(MUTATIONS)) {
      const field = mutations.find(([known]) => known === name)?.[1];
      const as = needs === 'PERSON' ? world.invitee : world.home.ownerKey;
      if (field === undefined) throw new Error(`There is no mutation ${name} any more: its example can go`);
      const result = (await mutate(field, input(world), as)).expectData()[name];
      if (['NotFoundError', 'ForbiddenError', 'ValidationError'].includes(result?.__typename ?? '')) {
        refused.push([name, result]);
      }
    }
    expect(refused).toEqual([]);
  });
});
