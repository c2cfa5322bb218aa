import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { printedSchema } from './print.ts';

it('schema.graphql is what the code declares; `npm run generate` writes it', async () => {
  const committed = await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8');
  expect(committed === printedSchema()).toBe(true);
});
