import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ValidationError } from './errors.ts';
import { decodeGlobalId, decodeIdOf, encodeGlobalId } from './global-id.ts';
import { newId } from './ids.ts';

const base64url = (text: string) => Buffer.from(text).toString('base64url');

describe('a global id', () => {
  it('gives back the type and the row it was made of', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z][A-Za-z]{0,30}$/), fc.uuid(), (typename, id) => {
        const globalId = encodeGlobalId(typename, id);
        expect(globalId).toMatch(/^[\w-]+$/);
        expect(decodeGlobalId(globalId)).toEqual({ typename, id });
        expect(decodeIdOf(typename, globalId, ['id'])).toBe(id);
      }),
    );
  });

  it.each([
    ['empty text', ''],
    ['a bare row id', newId()],
    ['no base64', '%%%'],
    ['a type without an id', base64url('TikTokVideo')],
    ['a type with an empty id', base64url('TikTokVideo:')],
    ['an id without a type', base64url(`:${newId()}`)],
    ['an id that is no row id', base64url('TikTokVideo:7')],
    ['a third part', base64url(`TikTokVideo:${newId()}:1`)],
    ['a NUL', base64url(`TikTokVideo:${newId()}\0`)],
  ])('is refused when it is %s', (_what, text) => {
    expect(() => decodeGlobalId(text)).toThrow(ValidationError);
  });

  it('is refused whatever strangers send, and never with another error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => decodeGlobalId(text)).toThrow(ValidationError);
      }),
    );
  });

  it('is refused under the path of the argument, with the start of what was sent', () => {
    const sent = 'x'.repeat(1_000);
    const issues = [{ path: ['input', 'runId'], message: `"${'x'.repeat(100)}" is not an id of this API` }];
    expect(() => decodeGlobalId(sent, ['input', 'runId'])).toThrow(expect.objectContaining({ issues }));
  });

  it('of another type is refused by both names', () => {
    const globalId = encodeGlobalId('TikTokVideo', newId());
    const issues = [
      { path: ['id'], message: 'is the id of a TikTokVideo; that of a TikTokConnection is needed' },
    ];
    expect(() => decodeIdOf('TikTokConnection', globalId, ['id'])).toThrow(
      expect.objectContaining({ issues }),
    );
  });
});
