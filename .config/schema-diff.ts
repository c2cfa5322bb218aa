import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, type GraphQLSchema } from 'graphql';

// `node .config/schema-diff.ts [commit]`: what schema.graphql changes for clients since the commit that the branch
// left origin/main at, or the one given. A breaking change fails unless docs/CHANGELOG.md declares it under
// Unreleased, in a line `BREAKING: Type.field` with the coordinate as it is printed here.

const ROOT = join(import.meta.dirname, '..');
const FILE = 'schema.graphql';

const base = process.argv[2] ?? baseCommit();
const before = base === null ? null : git('show', `${base}:${FILE}`);
if (base === null || before === null) {
  console.log('Nothing to compare schema.graphql with: there is no earlier commit that has it.');
} else {
  await compare(base, toSchema(before), toSchema(readFileSync(join(ROOT, FILE), 'utf8')));
}

async function compare(commit: string, earlier: GraphQLSchema, now: GraphQLSchema): Promise<void> {
  const changes = await diff(earlier, now);
  const declared = declaredBreaks();
  const of = (level: CriticalityLevel) => changes.filter(({ criticality }) => criticality.level === level);
  const breaking = of(CriticalityLevel.Breaking);
  const refused = breaking.filter((change) => !declared.has(coordinateOf(change)));

  for (const change of of(CriticalityLevel.Dangerous)) console.log(`dangerous  ${told(change)}`);
  for (const change of breaking) {
    console.log(`${refused.includes(change) ? 'BREAKING' : 'declared'}   ${told(change)}`);
  }
  console.log(
    `schema.graphql since ${commit.slice(0, 12)}: ${changes.length} changes, ${breaking.length} breaking, ${refused.length} of them undeclared`,
  );
  if (refused.length > 0) {
    console.error(
      'Deprecate instead of removing, or declare each under Unreleased in docs/CHANGELOG.md: "BREAKING: <coordinate>".',
    );
    process.exitCode = 1;
  }
}

/** Where this branch left origin/main; on origin/main itself, or without it, the commit before. */
function baseCommit(): string | null {
  const head = git('rev-parse', 'HEAD')?.trim();
  const left = git('merge-base', 'HEAD', 'origin/main')?.trim();
  if (left !== undefined && left !== head) return left;
  return git('rev-parse', '--verify', 'HEAD~')?.trim() ?? null;
}

/** What git prints; null when it fails, as for a commit that does not exist. */
function git(...command: string[]): string | null {
  try {
    return execFileSync('git', command, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return null;
  }
}

function declaredBreaks(): Set<string> {
  const file = join(ROOT, 'docs/CHANGELOG.md');
  const changelog = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const unreleased = /^## \[?Unreleased\]?.*$([\s\S]*?)(?=^## |(?![\s\S]))/im.exec(changelog)?.[1] ?? '';
  return new Set([...unreleased.matchAll(/^[-*\s]*BREAKING: `?([^\s`]+)/gm)].map((match) => match[1] ?? ''));
}

function toSchema(text: string): GraphQLSchema {
  return buildSchema(text, { noLocation: true });
}

function coordinateOf({ path, type }: Change): string {
  return path ?? String(type);
}

function told(change: Change): string {
  return `${coordinateOf(change)}: ${change.message}`;
}
