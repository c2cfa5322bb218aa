// Makes what is generated and not committed: the Prisma client and, for `npm start`, the dashboard. Each is made
// only when its sources changed. Plain JavaScript, so that also an old Node can read the sentence below.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    `This needs Node 24; it ran with ${process.version}. \`npm ci\` brings Node 24 along in node_modules, unless it was ` +
      'run with --ignore-scripts or its install scripts were blocked: run `npm rebuild node`, or install Node 24 yourself.\n',
  );
  process.exit(1);
}

const root = join(import.meta.dirname, '..');
const stamps = join(root, 'node_modules/.cache/creatorgraph');

const steps = {
  client: {
    sources: ['prisma/schema', '.config/prisma.ts', 'package-lock.json'],
    result: 'server/data/generated/pothos-types.ts',
    make: () => run('prisma', ['generate', '--config', '.config/prisma.ts']),
  },
  dashboard: {
    sources: ['client', '.config/vite.config.ts', 'package-lock.json'],
    result: 'client/dashboard/dist/index.html',
    make: () => run('vite', ['build', '--config', '.config/vite.config.ts', '--logLevel', 'warn']),
  },
};

const wanted = process.argv.includes('--dashboard') ? ['client', 'dashboard'] : ['client'];
for (const name of wanted) {
  const { sources, result, make } = steps[name];
  const stamp = join(stamps, `${name}.sha256`);
  const state = digest(sources);
  const isFresh =
    existsSync(join(root, result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === state;
  if (isFresh) continue;
  make();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, state);
}

/** Hash of the content of files and folders, without what is made from them. */
function digest(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths) add(hash, path);
  return hash.digest('hex');
}

function add(hash, path) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (!statSync(full).isDirectory()) {
    hash.update(path).update('\0').update(readFileSync(full));
    return;
  }
  for (const name of readdirSync(full).sort()) {
    if (name !== 'dist' && name !== 'node_modules') add(hash, join(path, name));
  }
}

function run(command, args) {
  const bin = join(root, 'node_modules/.bin', process.platform === 'win32' ? `${command}.cmd` : command);
  try {
    execFileSync(bin, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    process.stderr.write(`${command} ${args[0]} failed:\n${error.stdout ?? ''}${error.stderr ?? ''}\n`);
    process.exit(1);
  }
}
