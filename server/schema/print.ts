import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './index.ts';

const FILE = new URL('../../schema.graphql', import.meta.url);

/** The public contract as text, sorted so that a change of order in code is no change of contract. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/** `node server/schema/print.ts` writes the file; with --check it fails where the file is not what code says. */
if (import.meta.main) {
  const printed = printedSchema();
  const committed = await readFile(FILE, 'utf8').catch(() => '');
  if (printed === committed) {
    process.stdout.write('schema.graphql is up to date\n');
  } else if (process.argv.includes('--check')) {
    process.stderr.write('schema.graphql differs from the code: run `npm run generate` and commit it\n');
    process.exitCode = 1;
  } else {
    await writeFile(FILE, printed);
    process.stdout.write('schema.graphql written\n');
  }
}
