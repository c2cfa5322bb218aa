import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { mapModels, readDataMap } from '../server/data/data-map.ts';
import { DATA_MAP_FILE, printDataMap } from './data-map.ts';

const MODEL = `
/// A note of a person.
/// @data person, to read it again: text
/// @data secret, to open it: hash
/// @kept a day
model Note {
  id       String  @id
  /// In any language.
  text     String?
  hash     String
  authorId String
  author   Author  @relation(fields: [authorId], references: [id])

  @@index([authorId])
}

/// @kept for good
model Author {
  id    String @id
  notes Note[]
}
`;

describe('the data map', () => {
  it('says of every column of the schema what it is for, and the document is made of it', async () => {
    const models = await readDataMap();
    expect(models.length).toBeGreaterThan(30);
    expect(printDataMap(models)).toBe(await readFile(DATA_MAP_FILE, 'utf8'));
  });

  it('reads classes and purposes from above the model, and takes ids and relations as keys', () => {
    expect(mapModels(MODEL)).toMatchObject([
      {
        name: 'Note',
        description: 'A note of a person.',
        kept: 'a day',
        columns: [
          { name: 'id', class: 'key' },
          {
            name: 'text',
            type: 'String?',
            class: 'person',
            purpose: 'to read it again',
            description: 'In any language.',
          },
          { name: 'hash', class: 'secret' },
          { name: 'authorId', class: 'key' },
        ],
      },
      { name: 'Author', kept: 'for good', columns: [{ name: 'id' }] },
    ]);
  });

  it.each([
    [
      'a new column',
      '  hash     String\n',
      '  hash     String\n  mood     String\n',
      'Note.mood does not say what it is for',
    ],
    ['a purpose of a column that is gone', '  hash     String\n', '', 'Note has no column hash'],
    ['a model that is kept for nobody knows how long', '/// @kept a day\n', '', 'Note does not say how long'],
    ['an annotation of another form', '/// @data secret, to', '/// @data mystery, to', 'no known form'],
  ])('refuses %s', (_name, before, after, message) => {
    expect(() => mapModels(MODEL.replace(before, after))).toThrow(message);
  });
});
