// Requests that nobody sends who means well, each with what it must be answered with. A test sends them one by one;
// `npm run verify:walls` sends them all at once and for a while, with a normal client among them.

/** Where to, and as whom. */
export interface Target {
  /** Of GraphQL. */
  url: string;
  apiKey: string;
}

export interface HostileRequest {
  name: string;
  /** Code of the first error. */
  code: string;
  /** 200 where the document itself is sound, and what it asks for is refused. */
  status: number;
  send(target: Target): Promise<Response>;
}

const many = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ');

function document(
  name: string,
  text: string,
  variables: object = {},
  expected: Partial<HostileRequest> = {},
) {
  return {
    name,
    code: 'QUERY_TOO_COMPLEX',
    status: 400,
    ...expected,
    send: (target: Target) => post(target, JSON.stringify({ query: text, variables })),
  };
}

function post(
  { url, apiKey }: Target,
  body: BodyInit,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      authorization: `Bearer ${apiKey}`,
      ...headers,
    },
    body,
  });
}

const nested = (levels: number, inner: string): string =>
  levels === 0
    ? inner
    : `connection { videos(first: 1) { edges { node { ${nested(levels - 1, inner)} } } } }`;

const chain = (length: number) =>
  `{ ...F0 } ${many(length, (i) => `fragment F${String(i)} on Query { ...F${String(i + 1)} }`)} fragment F${String(length)} on Query { __typename }`;

/** Each fragment is spread twice in the one before: 2^length fields. */
const doubled = (length: number) =>
  `{ ...F0 } ${many(length, (i) => `fragment F${String(i)} on Query { ...F${String(i + 1)} ...F${String(i + 1)} }`)} fragment F${String(length)} on Query { viewer { __typename } }`;

const WIDE =
  '{ connections(first: 100) { edges { node { videos(first: 100) { edges { node { snapshots(first: 100) { edges { node { views } } } } } } } } } }';

export const HOSTILE_REQUESTS: readonly HostileRequest[] = [
  document('an alias bomb', `{ ${many(400, (i) => `a${String(i)}: viewer { __typename }`)} }`),
  document(
    'an alias bomb of what is dear',
    `{ ${many(90, (i) => `a${String(i)}: connections(first: 100) { edges { node { id displayName videos { totalCount } } } }`)} }`,
    {},
    { status: 200 },
  ),
  document(
    'deep fields',
    `{ videos(first: 1) { edges { node { ${nested(6, 'id')} } } } }`,
    {},
    { status: 200 },
  ),
  document('fields deeper than a stack', '{a'.repeat(200_000) + '}'.repeat(200_000)),
  document('deep fragments', chain(2_000)),
  document('fragments that double', doubled(30), {}, { status: 200 }),
  document(
    'cyclic fragments',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    {},
    { code: 'BAD_USER_INPUT' },
  ),
  document(
    'a fragment of itself',
    '{ ...A } fragment A on Query { viewer { __typename } ...A }',
    {},
    { code: 'BAD_USER_INPUT' },
  ),
  document('a field that repeats', `{ ${'__typename '.repeat(3_900)} }`),
  document('a document without end', `{ ${'__typename '.repeat(80_000)} }`),
  document('a flood of directives', `{ __typename ${'@skip(if: false) '.repeat(500)} }`),
  document('lists of lists of lists', WIDE, {}, { status: 200 }),
  document(
    'a page without end',
    '{ videos(first: 1000000000) { totalCount } }',
    {},
    { code: 'BAD_USER_INPUT', status: 200 },
  ),
  document(
    'a list of ids without end',
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    { ids: Array.from({ length: 20_000 }, () => 'VmlkZW86eA') },
    { code: 'BAD_USER_INPUT', status: 200 },
  ),
  document(
    'oversized variables',
    'query ($a: String) { __typename }',
    { a: 'x'.repeat(1_100_000) },
    { code: 'PAYLOAD_TOO_LARGE', status: 413 },
  ),
  {
    name: 'variables nested without end',
    code: 'BAD_USER_INPUT',
    status: 400,
    send: (target) =>
      post(
        target,
        `{"query":"query ($id: ID!) { connection(id: $id) { id } }","variables":{"id":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`,
      ),
  },
  {
    name: 'a flood of batches',
    code: 'BAD_USER_INPUT',
    status: 400,
    send: (target) =>
      post(target, JSON.stringify(Array.from({ length: 10_000 }, () => ({ query: '{ __typename }' })))),
  },
  {
    name: 'malformed UTF-8',
    code: 'BAD_USER_INPUT',
    status: 400,
    send: (target) =>
      post(target, Buffer.from([...Buffer.from('{"query":"{ '), 0xff, 0xc0, 0x80, ...Buffer.from(' }"}')])),
  },
  {
    name: 'JSON nested without end',
    code: 'BAD_USER_INPUT',
    status: 400,
    send: (target) => post(target, `{"query":"{ __typename }","variables":${'['.repeat(400_000)}`),
  },
  {
    name: 'a form of another page',
    code: 'FORBIDDEN',
    status: 403,
    send: (target) =>
      post(target, new URLSearchParams({ query: '{ viewer { __typename } }' }).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://evil.example',
        cookie: 'session=stolen',
      }),
  },
];
