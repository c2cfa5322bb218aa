// What package-lock.json must hold for `npm ci` to work everywhere. A registry that lacks a platform's package makes
// `npm install` leave its entry out, and `npm ci` then refuses the lock on every platform. And a `resolved` address
// would send everybody to the registry of whoever installed last.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const REGISTRY = 'https://registry.npmjs.org/';

const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8'));
const problems = [];

for (const [path, entry] of Object.entries(packages)) {
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (!isLocked(path, name))
      problems.push(`${path || 'the root'} names ${name}, which has no entry of its own`);
  }
  const isRemote = typeof entry.resolved === 'string' && entry.link !== true;
  if (isRemote && !entry.resolved.startsWith(REGISTRY))
    problems.push(`${path} is resolved at another registry`);
  if (
    path.startsWith('node_modules/') &&
    entry.link !== true &&
    entry.integrity === undefined &&
    !entry.inBundle
  ) {
    problems.push(`${path} has no digest`);
  }
}

for (const problem of problems) console.error(problem);
console.log(`package-lock.json: ${Object.keys(packages).length} entries, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Whether `name` is found from `path` as Node finds it: in its own node_modules, or in those further out. */
function isLocked(path, name) {
  for (let from = path; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    if (Object.hasOwn(packages, `${from === '' ? '' : `${from}/`}node_modules/${name}`)) return true;
    if (from === '') return false;
  }
}
