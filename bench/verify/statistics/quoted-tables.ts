import { readFile, writeFile } from 'node:fs/promises';
import prettier from 'prettier';
import type { QuotedTable } from './part.ts';

const DOCUMENT = new URL('../../../docs/STATISTICS.md', import.meta.url);
const END = '<!-- end of figures -->';

/**
 * The names of the tables that docs/STATISTICS.md quotes otherwise than they were measured now.
 *
 * @throws Error where it has no place for one of them.
 */
export async function staleTables(tables: readonly QuotedTable[]): Promise<string[]> {
  const document = await readFile(DOCUMENT, 'utf8');
  const stale: string[] = [];
  for (const table of tables) {
    if ((await quote(document, table)) !== document) stale.push(table.name);
  }
  return stale;
}

/** Writes the tables to their places in docs/STATISTICS.md; others stay as they are. */
export async function writeTables(tables: readonly QuotedTable[]): Promise<void> {
  let document = await readFile(DOCUMENT, 'utf8');
  for (const table of tables) document = await quote(document, table);
  await writeFile(DOCUMENT, document);
}

async function quote(document: string, table: QuotedTable): Promise<string> {
  const begin = `<!-- figures: ${table.name} -->`;
  const from = document.indexOf(begin);
  const to = document.indexOf(END, from);
  if (from < 0 || to < 0) throw new Error(`docs/STATISTICS.md has no place for ${begin} … ${END}`);
  const lines = [table.columns, table.columns.map(() => '---'), ...table.rows];
  const markdown = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  const options = await prettier.resolveConfig(DOCUMENT);
  const formatted = await prettier.format(markdown, { ...options, parser: 'markdown' });
  return `${document.slice(0, from)}${begin}\n\n${formatted}\n${document.slice(to)}`;
}
