import { readFileSync } from 'node:fs';

import { expect, test } from '@jest/globals';

import { readmeTables } from './control.docs.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** Tables are padded for people. */
const squeeze = (text: string): string => text.replace(/ +/g, ' ').replace(/-+/g, '-');

test.each(Object.entries(readmeTables()))('the README has the table of %s as it is', (heading, table) => {
  const section = README.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const written = section.split('\n').filter((line) => line.startsWith('|'));
  expect(squeeze(written.join('\n'))).toBe(squeeze(table));
});
