import { expect, it } from '@jest/globals';
import { htmlOf, textOf } from './mail-text.ts';

const MAIL = {
  subject: 'Join "Studio <A>"',
  paragraphs: ['Robin & Kim invite you to <b>Studio</b>.'],
  action: { label: 'Join', url: 'https://creatorgraph.example/join?token=a&b="' },
  closing: ['Do nothing otherwise.'],
};

it('says the same in plain text and in HTML, the link written out in both', () => {
  expect(textOf(MAIL)).toBe(
    'Robin & Kim invite you to <b>Studio</b>.\n\nhttps://creatorgraph.example/join?token=a&b="\n\nDo nothing otherwise.',
  );
  for (const word of ['Robin', 'Join', 'https://creatorgraph.example/join', 'Do nothing otherwise.']) {
    expect(htmlOf(MAIL)).toContain(word);
  }
});

it('lets nothing that it is handed become markup', () => {
  const html = htmlOf(MAIL);
  expect(html).not.toContain('<b>');
  expect(html).not.toContain('<A>');
  expect(html.match(/<a /g)).toHaveLength(1);
  expect(html).toContain('href="https://creatorgraph.example/join?token=a&#38;b=&#34;"');
});
