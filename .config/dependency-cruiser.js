// The import table of docs/ARCHITECTURE.md. Each room of the server names what it may import; nothing else is
// allowed. Imports of types count too, and where only they are allowed a rule of its own says so.

/** Tests and what only they use may import anything. */
const TESTS =
  '\\.test\\.tsx?$|\\.type-test\\.ts$|\\.fixture\\.ts$|test-kit|/run-test-|^(server|client/sdk)/testing/|/test-client\\.ts$';
const OURS = '^(server|client|prisma|bench)/|^codegen\\.ts$';
const GENERATED = '^server/data/generated/';
const MODULE = '^server/modules/([^/]+)/';
const DECLARES = '\\.(type|query|mutation|subscription|field|input|enums)\\.ts$';
/** Who is asking and what he may do: pure, and the one thing that every layer above the data asks about. */
const WHO = '^server/modules/accounts/(viewer|role|account\\.errors)\\.ts$';

/** What `room` may import of our own code. */
function room(name, path, mayImport, { pathNot = [], comment } = {}) {
  return {
    name,
    severity: 'error',
    comment,
    from: { path, pathNot: [TESTS, ...pathNot] },
    to: { path: OURS, pathNot: mayImport },
  };
}

/** Of `to`, `from` may import types, but nothing that exists at run time. */
function typesOnly(name, from, to, { pathNot = [], toNot = [], comment } = {}) {
  return {
    name,
    severity: 'error',
    comment,
    from: { path: from, pathNot: [TESTS, ...pathNot] },
    to: { path: to, pathNot: toNot, dependencyTypesNot: ['type-only'] },
  };
}

/** A package that one folder alone makes use of; the others are handed what it makes. */
function oneDoor(name, packages, folder) {
  return {
    name: `only-${name}`,
    severity: 'error',
    from: { path: '^(server|client|bench)/', pathNot: [TESTS, `^server/${folder}/`, '^bench/'] },
    to: { path: `(^|node_modules/)(${packages})(/|$)` },
  };
}

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: { pathNot: GENERATED }, to: { circular: true } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'known-rooms',
      severity: 'error',
      comment: 'A new room of the server needs its line in this table.',
      from: {
        path: '^server/',
        pathNot:
          '^server/(main|start)(\\.(int|e2e)\\.test)?\\.ts$|^server/(app|data|http|jobs|lib|modules|realtime|sandbox|schema|testing|vendors)/',
      },
      to: {},
    },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      comment: 'What the server runs on is a dependency, not a tool.',
      from: { path: '^server/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-tests',
      severity: 'error',
      comment: 'What runs does not import what tests it.',
      from: { pathNot: [TESTS, '^bench/'] },
      to: { path: TESTS },
    },

    room('lib', '^server/lib/', ['^server/lib/']),
    room('data', '^server/data/', ['^server/(lib|data)/']),
    room('vendors', '^server/vendors/([^/]+)/', ['^server/lib/', '^server/vendors/$1/']),
    room('jobs-and-realtime', '^server/(jobs|realtime)/', ['^server/(lib|data|jobs|realtime)/']),
    room('sandbox', '^server/sandbox/', ['^server/(lib|sandbox)/']),
    room(
      'schema-kernel',
      '^server/schema/',
      ['^server/(lib|schema|data)/', '^server/app/(context|services)\\.ts$', WHO],
      { pathNot: ['^server/schema/index\\.ts$'] },
    ),
    room('schema-index', '^server/schema/index\\.ts$', [
      '^server/schema/',
      '^server/modules/[^/]+/index\\.ts$',
    ]),
    room(
      'module-declarations',
      `${MODULE}.+${DECLARES}`,
      [
        '^server/(lib|schema)/',
        '^server/data/',
        '^server/app/(context|services)\\.ts$',
        '^server/modules/$1/',
        // Of another module: what it declares, decides and refuses.
        '^server/modules/',
      ],
      { comment: 'Fields declare; services reach the data, the vendors, the queue and the topics.' },
    ),
    room(
      'module-services',
      MODULE,
      [
        '^server/(lib|data|jobs|realtime)/',
        '^server/vendors/[^/]+/(port|errors)\\.ts$',
        '^server/app/(context|services)\\.ts$',
        '^server/modules/',
      ],
      { pathNot: [DECLARES, '/index\\.ts$'], comment: 'Services know neither GraphQL nor HTTP.' },
    ),
    room('module-index', '^server/modules/[^/]+/index\\.ts$', ['^server/schema/', '^server/modules/']),
    room('app', '^server/app/', ['^server/(lib|data|vendors|jobs|realtime|app)/', '^server/modules/[^/]+/'], {
      comment: 'The composition root builds what is below GraphQL and HTTP.',
    }),
    room(
      'http',
      '^server/http/',
      ['^server/(lib|app|http|realtime)/', '^server/schema/index\\.ts$', '\\.service\\.ts$', WHO],
      { comment: 'A route enters at a service, as a job does.' },
    ),
    room('client-sdk', '^client/sdk/', ['^client/sdk/']),
    room('client-dashboard', '^client/dashboard/', [
      '^client/dashboard/',
      // As any other program that has installed the client.
      '^client/sdk/(index|react/index)\\.ts$',
    ]),

    typesOnly('declarations-take-types-of-data', `${MODULE}.+${DECLARES}`, '^server/(data|app)/'),
    typesOnly('schema-takes-types-of-data', '^server/schema/', '^server/(data|app)/', {
      toNot: ['^server/data/generated/pothos-types\\.ts$'],
      comment: 'Besides the data model that Pothos reads.',
    }),
    typesOnly('modules-take-types-of-the-root', '^server/modules/', '^server/app/', {
      comment: 'They are handed the services; they do not build them.',
    }),
    typesOnly('data-makes-the-client', '^server/(?!data/)', GENERATED, {
      toNot: ['^server/data/generated/pothos-types\\.ts$'],
      comment: 'Prisma at run time is the business of data/.',
    }),
    typesOnly('kernel-takes-types-of-realtime', '^server/http/', '^server/realtime/'),
    {
      name: 'modules-keep-their-declarations',
      severity: 'error',
      comment: 'A service that imports a GraphQL type knows GraphQL.',
      from: { path: '^server/(modules|app|jobs|realtime)/', pathNot: [TESTS, DECLARES, '/index\\.ts$'] },
      to: { path: [`${MODULE}.+${DECLARES}`, '^server/schema/'] },
    },
    {
      name: 'modules-have-no-barrels',
      severity: 'error',
      comment: 'The index of a module only loads its declarations.',
      from: { path: '^server/', pathNot: [TESTS, '^server/schema/index\\.ts$'] },
      to: { path: '^server/modules/[^/]+/index\\.ts$' },
    },
    {
      name: 'schema-is-for-the-transport',
      severity: 'error',
      from: { path: '^server/', pathNot: [TESTS, '^server/http/', '^server/(start|schema/print)\\.ts$'] },
      to: { path: '^server/schema/index\\.ts$' },
    },
    {
      name: 'sandbox-is-over-the-wire',
      severity: 'error',
      comment: 'The server meets the sandbox as it meets TikTok; only its start and the tests start it.',
      from: { path: '^server/', pathNot: [TESTS, '^server/sandbox/', '^server/(start|main)\\.ts$'] },
      to: { path: '^server/sandbox/' },
    },

    oneDoor('openai', 'openai', 'vendors/openai'),
    oneDoor('prom-client', 'prom-client', 'app'),
    oneDoor('redis', 'ioredis', 'realtime'),
    oneDoor('postgresql', 'pg|@electric-sql/pglite|pglite-prisma-adapter|@prisma/adapter-pg', 'data'),
    oneDoor('pictures', 'sharp', '(modules/covers|sandbox)'),
    oneDoor('strangers-links', 'undici|ipaddr\\.js', 'vendors/images'),
    oneDoor('file-store', 'flydrive|@aws-sdk/[^/]+', 'data'),
    oneDoor('prisma', '@prisma/client', 'data'),
    oneDoor('better-auth', 'better-auth', 'modules/identity'),
    oneDoor('pg-boss', 'pg-boss', 'jobs'),
    oneDoor('pothos', '@pothos/[^/]+', '(schema|data/generated|http)'),
    oneDoor('zip-csv-xlsx', 'yauzl|csv-parse|read-excel-file', 'modules/imports/reading'),
    oneDoor('streamed-json', '@streamparser/json', '(lib|modules/imports/reading)'),
    oneDoor('yoga', 'graphql-yoga|ws|busboy', 'http'),
  ],
  options: {
    doNotFollow: { path: ['node_modules', GENERATED] },
    exclude: { path: '^client/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types', 'typings'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    progress: { type: 'none' },
  },
};
