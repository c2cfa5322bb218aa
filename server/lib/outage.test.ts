import { describe, expect, it } from '@jest/globals';
import { isOutage } from './outage.ts';

describe('an outage', () => {
  it.each([
    ['a driver that is refused', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
    ['a server that shuts down', { code: '57P01' }],
    [
      'the same in Prisma’s wrapping',
      { code: 'P2039', meta: { driverAdapterError: { cause: { originalCode: '57P01' } } } },
    ],
    ['a cause', new Error('x', { cause: { code: 'P1001' } })],
  ])('is %s', (_name, error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each([
    ['a duplicate', { code: 'P2002' }],
    ['a bug', new TypeError('x')],
    ['nothing', null],
    ['a word', 'ECONNREFUSED'],
  ])('is not %s', (_name, error) => {
    expect(isOutage(error)).toBe(false);
  });

  it('is found in no circle', () => {
    const circle: { cause?: unknown } = {};
    circle.cause = circle;
    expect(isOutage(circle)).toBe(false);
  });
});
