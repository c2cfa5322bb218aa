/** Writes docs/DATA-MAP.md from the annotations of the Prisma schema; part of `npm run generate`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MappedModel, readDataMap } from '../server/data/data-map.ts';

export const DATA_MAP_FILE = join(import.meta.dirname, '../docs/DATA-MAP.md');

const HEAD = `# Data map

Every table of the database: what each column is for, and how long rows are kept. Made from the Prisma schema by
\`npm run generate\`; prisma/schema/base.prisma says how. [PRIVACY.md](PRIVACY.md) says what of it a person meets.

- **person**: who somebody is, or what he did
- **account**: a TikTok account, and what was collected and made for it
- **secret**: tokens and hashes; never shown, never exported
- **service**: what the server needs for its own work
- **key**: ties rows together
`;

/** The document, as it is to be committed. */
export function printDataMap(models: readonly MappedModel[]): string {
  return `${HEAD}${models.map(printModel).join('')}`;
}

function printModel({ name, description, kept, columns }: MappedModel): string {
  const lines = new Map<string, string[]>();
  for (const column of columns) {
    const line = `**${column.class}**, ${column.purpose}`;
    lines.set(line, [...(lines.get(line) ?? []), `\`${column.name}\``]);
  }
  const list = [...lines].map(([line, names]) => `- ${line}: ${names.join(', ')}\n`).join('');
  return `\n## ${name}\n\n${description === '' ? '' : `${description} `}Kept ${kept}.\n\n${list}`;
}

if (import.meta.main) await writeFile(DATA_MAP_FILE, printDataMap(await readDataMap()));
