/** @jest-environment ./client/sdk/testing/browser-environment.ts */
import { afterEach, expect, test } from '@jest/globals';
import { cleanup, renderHook } from '@testing-library/react';
import { rememberAccounts, useNewAccounts } from './new-accounts.ts';

afterEach(cleanup);

const ACCOUNTS = [{ id: 'a' }, { id: 'b' }];

function newTo(seenBy: string) {
  return renderHook(() => useNewAccounts(seenBy, ACCOUNTS)).result.current;
}

test('tells the one who left which accounts have joined, once', () => {
  rememberAccounts('ada studio', ['a']);
  expect(newTo('ada studio')).toEqual([{ id: 'b' }]);
  expect(newTo('ada studio')).toEqual([]);
});

test('tells nobody else, to whom all of them may be new', () => {
  rememberAccounts('ada studio', []);
  expect(newTo('demo studio')).toEqual([]);
});
