import { describe, expect, it } from '@jest/globals';
import { RefreshedGrantWire } from './wire.ts';

const ANSWER = {
  access_token: 'act.2',
  expires_in: 7_200,
  open_id: '-000abc',
  refresh_expires_in: 15_552_000,
  refresh_token: 'rft.2',
  scope: 'user.info.basic,video.list',
  token_type: 'Bearer',
};
const READ = {
  accessToken: 'act.2',
  accessTokenLifetimeSeconds: 7_200,
  refreshToken: 'rft.2',
  refreshTokenLifetimeSeconds: 15_552_000,
  scopes: ['user.info.basic', 'video.list'],
};

describe('the answer to a refresh', () => {
  it.each([
    ['access_token', 'accessToken', ['', null, 7]],
    ['refresh_token', 'refreshToken', ['', null, 7]],
    ['expires_in', 'accessTokenLifetimeSeconds', ['', null, 0, -1, 1.5, '7200']],
    ['refresh_expires_in', 'refreshTokenLifetimeSeconds', ['', null, 0, 1e12]],
    ['scope', 'scopes', ['', null, ',', ['video.list']]],
  ] as const)('says null for a %s that is empty, missing or nonsense', (field, name, values) => {
    for (const value of [undefined, ...values]) {
      expect(RefreshedGrantWire.parse({ ...ANSWER, [field]: value })).toEqual({ ...READ, [name]: null });
    }
  });

  it('is unreadable without any token', () => {
    const { success, error } = RefreshedGrantWire.safeParse({
      ...ANSWER,
      access_token: '',
      refresh_token: '',
    });
    expect(success).toBe(false);
    expect(JSON.stringify(error)).not.toMatch(/act|rft/);
  });
});
