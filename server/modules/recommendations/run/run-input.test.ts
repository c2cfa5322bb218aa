import { describe, expect, it } from '@jest/globals';
import { ValidationError } from '../../../lib/errors.ts';
import { languageOf, parseRunInput } from './run-input.ts';
import type { RequestRunInput } from './run-input.ts';

const ASKED: RequestRunInput = {
  connectionId: 'ignored',
  kinds: ['IDEA', 'SCRIPT'],
  count: 3,
  goal: 'REACH',
};

function pathsOf(input: Partial<RequestRunInput>): string[][] {
  try {
    parseRunInput({ ...ASKED, ...input });
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.issues.map(({ path }) => path);
  }
}

describe('the input of a run', () => {
  it('is filled in, trimmed and canonical', () => {
    expect(parseRunInput(ASKED)).toEqual({
      kinds: ['IDEA', 'SCRIPT'],
      count: 3,
      goal: 'REACH',
      language: null,
      tone: null,
      topic: null,
      constraints: [],
    });
    const given = { ...ASKED, language: 'pt-br', tone: ' dry ', topic: '', constraints: [' no stairs '] };
    expect(parseRunInput(given)).toMatchObject({
      language: 'pt-BR',
      tone: 'dry',
      topic: null,
      constraints: ['no stairs'],
    });
  });

  it.each<[string, Partial<RequestRunInput>, string[]]>([
    ['a count of 0', { count: 0 }, ['input', 'count']],
    ['a count of 11', { count: 11 }, ['input', 'count']],
    ['a count that is no whole number', { count: 1.5 }, ['input', 'count']],
    ['no kind', { kinds: [] }, ['input', 'kinds']],
    ['a kind twice', { kinds: ['IDEA', 'IDEA'] }, ['input', 'kinds']],
    ['a long topic', { topic: 'x'.repeat(201) }, ['input', 'topic']],
    ['control characters', { topic: 'a\0b' }, ['input', 'topic']],
    ['half a surrogate pair', { topic: '\uD800' }, ['input', 'topic']],
    ['a long tone', { tone: 'x'.repeat(101) }, ['input', 'tone']],
    ['eleven constraints', { constraints: Array<string>(11).fill('x') }, ['input', 'constraints']],
    ['an empty constraint', { constraints: ['x', ' '] }, ['input', 'constraints', '1']],
    ['a long constraint', { constraints: ['x'.repeat(201)] }, ['input', 'constraints', '0']],
    ['no language tag', { language: 'klingonisch' }, ['input', 'language']],
    ['an empty language', { language: '' }, ['input', 'language']],
  ])('refuses %s', (_, input, path) => {
    expect(pathsOf(input)).toEqual([path]);
  });

  it('tells all problems at once', () => {
    expect(pathsOf({ count: 0, topic: 'x'.repeat(201) })).toEqual([
      ['input', 'count'],
      ['input', 'topic'],
    ]);
  });
});

describe('the language of a run', () => {
  const input = parseRunInput(ASKED);

  it('is that of the captions, unless another one was asked for', () => {
    expect(languageOf(input, 'OPENAI', 'de')).toBe('de');
    expect(languageOf({ ...input, language: 'it' }, 'OPENAI', 'de')).toBe('it');
  });

  it('falls back to English where statistics have no sentences in that of the captions', () => {
    expect(languageOf(input, 'STATISTICAL', 'de')).toBe('en');
    expect(languageOf(input, 'STATISTICAL', 'fr-CA')).toBe('fr-CA');
  });
});
