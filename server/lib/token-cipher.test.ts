import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createTokenCipher } from './token-cipher.ts';

const key = (id: string): string => `${id}:${randomBytes(32).toString('base64url')}`;

describe('the token cipher', () => {
  it('decrypts what it encrypted, and names its key in the header', async () => {
    const cipher = createTokenCipher(key('k1'));
    const jwe = await cipher.encrypt('act.secret');
    expect(jwe).not.toContain('secret');
    expect(JSON.parse(Buffer.from(jwe.split('.')[0]!, 'base64url').toString())).toEqual({
      alg: 'dir',
      enc: 'A256GCM',
      kid: 'k1',
    });
    expect(await cipher.decrypt(jwe)).toBe('act.secret');
  });

  it('encrypts with the first key and decrypts with all, so that keys rotate', async () => {
    const [old, next] = [key('old'), key('next')];
    const before = await createTokenCipher(old).encrypt('token');
    const rotated = createTokenCipher(`${next}, ${old}`);
    expect(await rotated.decrypt(before)).toBe('token');
    expect(await createTokenCipher(next).decrypt(await rotated.encrypt('token'))).toBe('token');
    await expect(createTokenCipher(next).decrypt(before)).rejects.toThrow(
      'No encryption key with the id old',
    );
  });

  it('refuses what was altered, and what another key of the same id encrypted', async () => {
    const cipher = createTokenCipher(key('k1'));
    const jwe = await cipher.encrypt('token');
    const [header, , iv, text, tag] = jwe.split('.') as [string, string, string, string, string];
    const altered = [header, '', iv, text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`, tag];
    await expect(cipher.decrypt(altered.join('.'))).rejects.toThrow();
    await expect(createTokenCipher(key('k1')).decrypt(jwe)).rejects.toThrow();
  });

  it.each([
    ['none', ''],
    ['one without a key', 'k1'],
    ['one too short', 'k1:short'],
    ['one without an id', key('')],
    ['a second one that is none', `${key('k1')},k2`],
  ])('refuses %s, without saying it', (_what, keys) => {
    expect(() => createTokenCipher(keys)).toThrow(
      /^Encryption key \d is not "kid:key" with a base64url key of 32 bytes\.$/,
    );
  });
});
