import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODELS_FOLDER = fileURLToPath(new URL('../../prisma/schema', import.meta.url));

/**
 * What a column tells of whom. `person`: who somebody is, or what he did; `account`: a TikTok account, and what was
 * collected and made for it; `secret`: tokens and hashes; `service`: what the server needs for its own work; `key`: ties rows together.
 */
export type DataClass = 'person' | 'account' | 'secret' | 'service' | 'key';

export interface MappedColumn {
  readonly name: string;
  /** As the schema has it: `String?`, `DateTime`, … */
  readonly type: string;
  readonly class: DataClass;
  readonly purpose: string;
  /** What the schema says of the column besides; empty where nothing. */
  readonly description: string;
}

export interface MappedModel {
  readonly name: string;
  readonly description: string;
  readonly kept: string;
  readonly columns: readonly MappedColumn[];
}

/** A model or column of the schema whose purpose is not stated as prisma/schema/base.prisma asks. */
class DataMapError extends Error {
  override readonly name = 'DataMapError';
}

/**
 * What the database holds, why and how long, read from the annotations of the Prisma schema.
 *
 * @throws DataMapError naming the first model or column without a purpose, and purposes of columns that are not there.
 */
export async function readDataMap(folder: string = MODELS_FOLDER): Promise<MappedModel[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort();
  const files = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return mapModels(files.join('\n')).sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** The same of a schema's text, in its order. */
export function mapModels(schema: string): MappedModel[] {
  const models = [...schema.matchAll(/((?:^\/\/\/.*\n)*)^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  const modelNames = new Set(models.map(([, , name]) => name ?? ''));
  return models.map(([, comment = '', name = '', body = '']) => mapModel(name, comment, body, modelNames));
}

interface Purpose {
  class: DataClass;
  purpose: string;
}

const DATA = /^@data (person|account|secret|service), (.+?): (.+)$/;

function mapModel(
  model: string,
  comment: string,
  body: string,
  modelNames: ReadonlySet<string>,
): MappedModel {
  const purposes = new Map<string, Purpose>();
  const description: string[] = [];
  let kept: string | undefined;
  for (const line of textOf(comment)) {
    const [, dataClass, purpose = '', columns = ''] = DATA.exec(line) ?? [];
    if (dataClass !== undefined) {
      for (const column of columns.split(' '))
        purposes.set(column, { class: dataClass as DataClass, purpose });
    } else if (line.startsWith('@kept ')) kept = line.slice('@kept '.length);
    else if (line.startsWith('@'))
      throw new DataMapError(`${model} has an annotation of no known form: ${line}`);
    else description.push(line);
  }
  if (kept === undefined) throw new DataMapError(`${model} does not say how long it is kept.`);
  const columns = columnsOf(body, modelNames).map((column): MappedColumn => {
    const purpose = purposes.get(column.name) ?? (column.isKey ? TIES : undefined);
    purposes.delete(column.name);
    if (purpose === undefined) throw new DataMapError(`${model}.${column.name} does not say what it is for.`);
    const { name, type } = column;
    return { name, type, ...purpose, description: column.description };
  });
  const [missing] = purposes.keys();
  if (missing !== undefined) throw new DataMapError(`${model} has no column ${missing}.`);
  return { name: model, description: description.join(' '), kept, columns };
}

const TIES: Purpose = { class: 'key', purpose: 'to tie rows together' };

interface Column {
  name: string;
  type: string;
  isKey: boolean;
  description: string;
}

/** The columns of a model's body, without its relations. */
function columnsOf(body: string, modelNames: ReadonlySet<string>): Column[] {
  const keys = new Set(
    [...body.matchAll(/fields: \[([^\]]+)\]/g)].flatMap(([, names = '']) => names.split(/,\s*/)),
  );
  const columns: Column[] = [];
  let comment = '';
  for (const line of body.split('\n')) {
    if (line.trimStart().startsWith('///')) {
      comment += `${line.trimStart()}\n`;
      continue;
    }
    const [, name = '', type = ''] = /^\s+(\w+)\s+(\w+(?:\[\]|\?)?)/.exec(line) ?? [];
    if (name !== '' && !modelNames.has(type.replace(/\W/g, ''))) {
      columns.push({
        name,
        type,
        isKey: name === 'id' || keys.has(name),
        description: textOf(comment).join(' '),
      });
    }
    comment = '';
  }
  return columns;
}

/** The lines of a `///` comment. */
function textOf(comment: string): string[] {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\/\/\/ ?/, '').trim())
    .filter((line) => line !== '');
}
