import { describe, expect, it } from '@jest/globals';
import { ValidationError } from '../lib/errors.ts';
import { newId } from '../lib/ids.ts';
import type { PageArguments } from './page-arguments.ts';
import { assertPage, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './page-arguments.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const cursor = base64(`GPC:S:${newId()}`);

/** The refused arguments by name, in order. */
function refused(page: PageArguments): string[] {
  try {
    assertPage(page);
  } catch (error) {
    if (error instanceof ValidationError) return error.issues.map(({ path }) => path.join('.'));
    throw error;
  }
  return [];
}

describe('the size of a page', () => {
  it('is the default without arguments, nulls included', () => {
    expect(assertPage({})).toBe(DEFAULT_PAGE_SIZE);
    expect(assertPage({ first: null, last: null, after: null, before: null })).toBe(DEFAULT_PAGE_SIZE);
    expect(assertPage({ after: cursor })).toBe(DEFAULT_PAGE_SIZE);
    expect(assertPage({ before: cursor })).toBe(DEFAULT_PAGE_SIZE);
  });

  it.each([1, 2, MAX_PAGE_SIZE])('can be %d, from either end', (size) => {
    expect(assertPage({ first: size, after: cursor })).toBe(size);
    expect(assertPage({ last: size, before: cursor })).toBe(size);
  });

  it.each([0, -1, MAX_PAGE_SIZE + 1, 2 ** 31 - 1])('is refused, not clamped, at %d', (size) => {
    expect(refused({ first: size })).toEqual(['first']);
    expect(refused({ last: size })).toEqual(['last']);
  });
});

describe('a cursor', () => {
  it.each([
    ['empty text', ''],
    ['text that is no base64', '%%%'],
    ['a cursor over numbers', base64('GPC:N:7')],
    ['something else behind our prefix', base64("GPC:S:' OR 1=1")],
    ['an id in capital letters', base64(`GPC:S:${newId().toUpperCase()}`)],
    ['an id with more after it', base64(`GPC:S:${newId()}x`)],
    ['a global id', Buffer.from(`TikTokVideo:${newId()}`).toString('base64url')],
  ])('is refused when it is %s', (_what, text) => {
    expect(refused({ after: text })).toEqual(['after']);
    expect(refused({ before: text })).toEqual(['before']);
  });

  it('of a log is a number, which goes with its size', () => {
    expect(assertPage({ first: 5, after: 0 })).toBe(5);
    expect(assertPage({ after: 12 })).toBe(DEFAULT_PAGE_SIZE);
  });
});

describe('the direction', () => {
  it.each<PageArguments>([
    { first: 5, last: 5 },
    { first: 5, before: cursor },
    { last: 5, after: cursor },
    { after: cursor, before: cursor },
  ])('is refused when it is both: %j', (page) => {
    expect(refused(page)).toEqual(['last']);
  });
});

it('names everything that is wrong at once', () => {
  expect(refused({ first: 0, last: 101, after: 'x', before: 'y' })).toEqual([
    'first',
    'last',
    'after',
    'before',
    'last',
  ]);
});
