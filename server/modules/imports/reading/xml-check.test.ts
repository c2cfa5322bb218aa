import { expect, test } from '@jest/globals';
import { isWellFormed, type XmlTag } from './xml-check.ts';

function tagsOf(text: string): XmlTag[] | null {
  const tags: XmlTag[] = [];
  return isWellFormed(text, (tag) => tags.push(tag)) ? tags : null;
}

test('gives the tags of a well-formed text', () => {
  const text = `\uFEFF<?xml version="1.0"?>\n<!-- c > d --><x:a b='"'><c d = "e"/><![CDATA[<<]]>text &amp; more</x:a>\n`;
  expect(tagsOf(text)).toEqual([
    { name: 'a', attributes: ` b='"'` },
    { name: 'c', attributes: ' d = "e"' },
  ]);
});

test.each([
  '',
  'text',
  '<a>',
  '</a>',
  '<a></b>',
  '<a/><b/>',
  '<a/>text',
  '<a b="c>d</a>',
  '<a b="<"/>',
  '<a b=c/>',
  '<a b="c"d="e"/>',
  '<a b/>',
  '< a/>',
  '<a></a b="c">',
  '<a><!DOCTYPE x></a>',
  '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>',
  '<![CDATA[x]]>',
  '<a><!-- </a>',
])('refuses %j', (text) => {
  expect(tagsOf(text)).toBeNull();
});

test('takes no longer than the text is long', () => {
  const spaces = ' '.repeat(1_000_000);
  expect(tagsOf(`<a${spaces}!>`)).toBeNull();
  expect(tagsOf(`<a${' b="c"'.repeat(200_000)}<`)).toBeNull();
  expect(tagsOf('<a>'.repeat(300_000))).toBeNull();
});
