/** @jest-environment node */
import { expect, test } from '@jest/globals';
import { parseError } from '../../sdk/index.ts';
import { toFormProblems } from './form-problems.ts';

const refused = (...issues: { path: string[]; message: string }[]) =>
  parseError({ code: 'BAD_USER_INPUT', message: 'Refused.', issues } as { code: string; message: string });

test('each issue stands at its field, and what has none above the button', () => {
  const error = refused(
    { path: ['input', 'name'], message: 'must not be empty' },
    { path: ['input', 'scopes', '0'], message: 'is unknown' },
    { path: ['input', 'workspaceId'], message: 'is malformed' },
  );
  expect(toFormProblems(error, ['name', 'scopes'])).toEqual({
    fields: { name: 'Must not be empty.', scopes: 'Is unknown.' },
    rest: 'workspaceId: is malformed',
  });
});

test('two issues of one field are both said', () => {
  const error = refused(
    { path: ['input', 'slug'], message: 'is too long' },
    { path: ['input', 'slug'], message: 'has a space' },
  );
  expect(toFormProblems(error, ['slug']).fields).toEqual({ slug: 'Is too long; has a space.' });
});

test('what is no refused input is said of the whole', () => {
  const { fields, rest } = toFormProblems(parseError({ code: 'LAST_OWNER', message: 'x' }), ['role']);
  expect(fields).toEqual({});
  expect(rest).toBe('A workspace must keep an owner: make somebody else one first.');
  expect(toFormProblems(null, ['role'])).toEqual({ fields: {}, rest: null });
});
