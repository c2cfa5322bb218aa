/** @jest-environment node */
import { describe, expect, test } from '@jest/globals';
import {
  BudgetExceededError,
  ConflictError,
  ImportUnreadableError,
  InsufficientDataError,
  InternalServerError,
  ReauthorizationRequiredError,
  ValidationError,
  isErrorResult,
  parseError,
  parseResponseError,
  unwrap,
} from './errors.ts';
import { parseRetryAfter } from './transport/http.ts';
import { parseEvents } from './transport/sse.ts';

describe('unwrap', () => {
  test('gives the entity', () => {
    const run = { __typename: 'RecommendationRun' as const, id: 'run-1' };
    expect(unwrap(run)).toBe(run);
  });

  test('throws the typed error with its facts', () => {
    const issues = [{ path: ['input', 'count'], message: 'At most 10.' }];
    const refused = { __typename: 'ValidationError', code: 'BAD_USER_INPUT', message: 'No.', issues };
    expect(() => unwrap(refused)).toThrow(ValidationError);
    expect(parseError(refused)).toMatchObject({ issues, code: 'BAD_USER_INPUT' });
  });

  test('throws also for a failure that this client does not know', () => {
    const unknown = { __typename: 'WrongMoonError', code: 'WRONG_MOON', message: 'It wanes.' };
    expect(isErrorResult(unknown)).toBe(true);
    expect(() => unwrap(unknown)).toThrow(InternalServerError);
  });
});

describe('parseError', () => {
  test.each([
    [{ code: 'IDEMPOTENCY_KEY_REUSED', message: '' }, ConflictError, {}],
    [
      { code: 'SCOPE_MISSING', message: '', missingScopes: ['video.list'], connection: { id: 'c-1' } },
      ReauthorizationRequiredError,
      { missingScopes: ['video.list'], connectionId: 'c-1' },
    ],
    [
      {
        code: 'INSUFFICIENT_DATA',
        message: '',
        requiredDays: 7,
        availableDays: 2,
        availableOn: '2026-11-27',
      },
      InsufficientDataError,
      { requiredDays: 7, availableDays: 2, availableOn: '2026-11-27' },
    ],
    [
      {
        code: 'AI_BUDGET_EXCEEDED',
        message: '',
        budget: { limitUsd: 1, spentUsd: 0.99, resetAt: '2026-12-01T00:00:00.000Z' },
      },
      BudgetExceededError,
      { budget: { limitUsd: 1, spentUsd: 0.99, resetAt: '2026-12-01T00:00:00.000Z' }, retryable: false },
    ],
    [
      { code: 'IMPORT_UNREADABLE', message: '', entry: 'Overview.csv' },
      ImportUnreadableError,
      { entry: 'Overview.csv' },
    ],
  ])('keeps the facts of %j', (value, expected, facts) => {
    const error = parseError(value);
    expect(error).toBeInstanceOf(expected);
    expect(error).toMatchObject({ ...facts, name: expected.name });
  });

  test('is not fooled by the names of built-in members', () => {
    expect(parseError({ code: 'constructor', message: '' })).toBeInstanceOf(InternalServerError);
  });
});

test('an entry of errors without a code takes that of the status', () => {
  expect(parseResponseError({ message: 'Cannot query field "x".' }, 400).code).toBe('BAD_USER_INPUT');
});

test.each([
  ['7', 7],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 60],
  ['soon', null],
  [null, null],
])('Retry-After %j is %j seconds', (value, seconds) => {
  expect(parseRetryAfter(value, 0)).toBe(seconds);
});

test('events are read whatever the line ends and wherever the chunks are cut', async () => {
  const text =
    ':ping\r\n\r\nevent: next\r\ndata: {"a":\r\ndata: 1}\r\n\r\nevent:complete\ndata:\n\nevent: next\ndata: lost';
  for (let size = 1; size <= text.length; size += 1) {
    const events: unknown[] = [];
    const chunks = (async function* () {
      for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
    })();
    for await (const event of parseEvents(chunks)) events.push(event);
    expect(events).toEqual([
      { event: 'next', data: '{"a":\n1}' },
      { event: 'complete', data: '' },
    ]);
  }
});
