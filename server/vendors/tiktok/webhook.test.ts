import { describe, expect, it } from '@jest/globals';
import { isSigned, parseWebhook } from './webhook.ts';

// A vector that was computed apart from this code.
const SECRET = 'secret_test';
const BODY = Buffer.from(
  String.raw`{"client_key":"aw_test","event":"post.publish.complete","create_time":1790000000,"user_openid":"-000abc","content":"{\"publish_id\":\"v_pub_file~v2-1.1\",\"publish_type\":\"DIRECT_PUBLISH\"}"}`,
);
const T = 1_790_000_001;
const S = '0e63e62c98c2f861f6b506724f1571c295267724fa3438dc8b55542a8211ba38';
const at = (seconds: number): Date => new Date((T + seconds) * 1_000);

describe('a signature', () => {
  it('is good for five minutes either way', () => {
    for (const seconds of [-300, 0, 300])
      expect(isSigned(SECRET, BODY, `t=${T},s=${S}`, at(seconds))).toBe(true);
    for (const seconds of [-301, 301])
      expect(isSigned(SECRET, BODY, `t=${T},s=${S}`, at(seconds))).toBe(false);
  });

  it('is over the raw bytes, the time and the secret', () => {
    expect(isSigned('other', BODY, `t=${T},s=${S}`, at(0))).toBe(false);
    expect(isSigned(SECRET, BODY, `t=${T + 1},s=${S}`, at(0))).toBe(false);
    const spaced = Buffer.from(JSON.stringify(JSON.parse(BODY.toString()), null, 1));
    expect(isSigned(SECRET, spaced, `t=${T},s=${S}`, at(0))).toBe(false);
    expect(isSigned(SECRET, Buffer.concat([BODY, Buffer.from('\n')]), `t=${T},s=${S}`, at(0))).toBe(false);
  });

  it.each([
    undefined,
    '',
    S,
    `t=${T}`,
    `s=${S}`,
    `t=,s=${S}`,
    `t=1e3,s=${S}`,
    `t=${T},s=${S.slice(1)}`,
    `t=${T},s=${S}0`,
    `t=${T},s=zz${S.slice(2)}`,
    `t=${T},s=${S},s=${S}`,
  ])('of another form is none: %j', (signature) => {
    expect(isSigned(SECRET, BODY, signature, at(0))).toBe(false);
  });

  it('may have spaces and capitals', () => {
    expect(isSigned(SECRET, BODY, `t=${T}, s=${S.toUpperCase()}`, at(0))).toBe(true);
  });
});

describe('an event', () => {
  it('has its content as it was sent', () => {
    expect(parseWebhook(BODY)).toEqual({
      clientKey: 'aw_test',
      event: 'post.publish.complete',
      occurredAt: new Date(1_790_000_000_000),
      openId: '-000abc',
      content: '{"publish_id":"v_pub_file~v2-1.1","publish_type":"DIRECT_PUBLISH"}',
    });
  });

  it('keeps integers of a content that is no string, and bears what TikTok may leave out', () => {
    const body = '{"client_key":"k","event":"x.y","content":{"post_id":7560000000000000099}}';
    expect(parseWebhook(Buffer.from(body))).toEqual({
      clientKey: 'k',
      event: 'x.y',
      occurredAt: null,
      openId: null,
      content: '{"post_id":"7560000000000000099"}',
    });
  });

  it.each([
    '',
    'nonsense',
    '[]',
    '{"event":"x"}',
    '{"client_key":"k","event":""}',
    '{"client_key":"k","event":7}',
  ])('that is none is refused: %j', (body) => {
    expect(() => parseWebhook(Buffer.from(body))).toThrow(/^TikTok's webhook could not be understood at: /);
  });

  it('holds no text that a database refuses', () => {
    const { content } = parseWebhook(
      Buffer.from('{"client_key":"k","event":"x","content":"a\\u0000b\\ud800"}'),
    );
    expect(content).toBe('ab\ufffd');
  });
});
