import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema, isInterfaceType, isObjectType } from 'graphql';
import type { Figures } from '../figures.ts';
import { ROOT } from '../server-process.ts';
import { runTest, type TestReport } from '../run-test.ts';

const TEST = 'server/schema/tenancy.int.test.ts';
/** Of the repository, what the test needs. */
const SOURCES = [
  'server',
  'client/sdk',
  'prisma',
  '.config',
  'package.json',
  'tsconfig.json',
  'schema.graphql',
];

/** The root fields that answer everybody: written down here as well, so that the test cannot let in another by itself. */
const PUBLIC = new Set([
  'viewer',
  'invitation',
  'erasure',
  'serverInfo',
  'modelCard',
  'benchmarks',
  'rateLimit',
]);

/** Checks to take away: each stands where the others do not help it out. */
const REMOVALS: { what: string; file: string; check: string; without: string }[] = [
  {
    what: 'the where of videos',
    file: 'server/modules/videos/video.policy.ts',
    check: '{ connection: readableConnections(viewer) }',
    without: '{}',
  },
  {
    what: 'the authorization of what is done to a connection',
    file: 'server/modules/connections/connection.policy.ts',
    check: 'authorize(viewer, connection.workspaceId, permission, connectionId);',
    without: '',
  },
  {
    what: 'the right to follow the runs of a workspace',
    file: 'server/modules/recommendations/recommendation.subscription.ts',
    check: "authorize(viewerOf(context), workspaceId, 'read', globalId);",
    without: '',
  },
];

/** Every type with an id, root field, mutation and subscription of schema.graphql, by the titles of passed tests. */
export async function checkTenancy(figures: Figures): Promise<void> {
  const report = await runTest(ROOT, TEST);
  for (const [kind, names] of Object.entries(await doorsOf(join(ROOT, 'schema.graphql')))) {
    const covered = names.filter((name) => report.passed.has(`${kind} ${name}`));
    const missing = names.filter((name) => !covered.includes(name));
    figures.add(
      `Tenancy test: ${{ type: 'types with an id', query: 'root fields that are not public', mutation: 'mutations', subscription: 'subscriptions' }[kind] ?? kind}`,
      'all',
      [`${String(covered.length)} of ${String(names.length)}`, ...missing].join(' '),
      missing.length === 0 && names.length > 0,
    );
  }
  figures.add('Tenancy test: tests that fail', '0', summary(report), report.failed.length === 0);
}

/** Takes one check at a time out of a copy of the sources: the test has to fail. */
export async function checkRemovals(figures: Figures): Promise<void> {
  const copy = await mkdtemp(join(tmpdir(), 'creatorgraph-walls-'));
  try {
    for (const path of SOURCES) await cp(join(ROOT, path), join(copy, path), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    for (const { what, file, check, without } of REMOVALS) {
      const path = join(copy, file);
      const source = await readFile(path, 'utf8');
      if (source.split(check).length !== 2) throw new Error(`${file} does not have "${check}" once`);
      await writeFile(path, source.replace(check, without));
      const report = await runTest(copy, TEST);
      await writeFile(path, source);
      figures.add(
        `Tenancy test without ${what}`,
        'fails, and most of it passes',
        summary(report),
        report.failed.length > 0 && report.passed.size > report.failed.length,
      );
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

function summary({ failed, count }: TestReport): string {
  const examples = failed.slice(0, 2).map((title) => `"${title}"`);
  return [`${String(failed.length)} of ${String(count)}`, ...examples].join(' ');
}

async function doorsOf(file: string): Promise<Record<string, string[]>> {
  const schema = buildSchema(await readFile(file, 'utf8'));
  const node = schema.getType('Node');
  if (!isInterfaceType(node)) throw new Error('The schema has no Node');
  const fieldsOf = (name: string): string[] => {
    const type = schema.getType(name);
    return isObjectType(type) ? Object.keys(type.getFields()) : [];
  };
  return {
    type: schema.getPossibleTypes(node).map(({ name }) => name),
    query: fieldsOf('Query').filter((name) => !PUBLIC.has(name)),
    mutation: fieldsOf('Mutation'),
    subscription: fieldsOf('Subscription'),
  };
}
