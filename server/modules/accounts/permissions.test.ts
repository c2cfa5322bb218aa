import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isAtLeast, ROLES } from './role.ts';
import { PERMISSIONS } from './viewer.ts';

const page = readFileSync(new URL('../../../docs/PERMISSIONS.md', import.meta.url), 'utf8');

/** The first six columns of the page's table: permission, a mark for each role, scope. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, 7)
      .map((cell) => cell.trim()),
  );

describe('docs/PERMISSIONS.md', () => {
  it('says what the server decides by', () => {
    const mostPowerFirst = [...ROLES].reverse();
    expect(rows).toEqual(
      Object.entries(PERMISSIONS).map(([permission, { role, scope }]) => [
        `\`${permission}\``,
        ...mostPowerFirst.map((held) => (isAtLeast(held, role) ? 'yes' : '–')),
        scope,
      ]),
    );
  });
});
