import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createJsonItemReader, type JsonItemEvent } from './json-deltas.ts';

const ROOT = { rootKey: 'recommendations' };

function readAll(chunks: string[]): JsonItemEvent[] {
  const reader = createJsonItemReader(ROOT);
  return chunks.flatMap((chunk) => reader.write(chunk));
}

/** What a client holds in the end: deltas applied by index, path and offset, the rest as it came. */
function fold(events: JsonItemEvent[]): { texts: Record<string, string>; others: JsonItemEvent[] } {
  const texts: Record<string, string> = {};
  const others: JsonItemEvent[] = [];
  for (const event of events) {
    if (event.type !== 'delta') {
      others.push(event);
      continue;
    }
    const name = `${String(event.index)}:${event.path}`;
    const before = texts[name] ?? '';
    expect(event.offset).toBe(before.length);
    texts[name] = before + event.text;
  }
  return { texts, others };
}

/** Every non-empty string of the items by the path it must have. */
function stringsOf(value: unknown, path: string, found: Record<string, string>): Record<string, string> {
  if (typeof value === 'string' && value !== '') found[path] = value;
  if (Array.isArray(value)) value.forEach((item, i) => stringsOf(item, `${path}[${String(i)}]`, found));
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      const step = /^[a-z]+$/i.test(name)
        ? `${path.endsWith(':') ? '' : '.'}${name}`
        : `[${JSON.stringify(name)}]`;
      stringsOf(member, path + step, found);
    }
  }
  return found;
}

function cutAt(text: string, places: number[]): string[] {
  const cuts = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((from, i) => text.slice(from, cuts[i] ?? text.length));
}

/** The same JSON as a model might write it: every non-ASCII character escaped. */
function escaped(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constant('"\\\n😀👩‍👩‍👧'),
);
const name = fc.oneof(
  fc.constantFrom('kind', 'title', 'script', 'line', 'a.b', '0', ''),
  text.filter((candidate) => !/^[\p{ID_Start}$_]/u.test(candidate)),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    text,
    fc.double({ noNaN: true }),
    fc.constantFrom(null, true, false),
    tie('members'),
    tie('list'),
  ),
  members: fc.dictionary(name, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  list: fc.array(tie('tree'), { maxLength: 3 }),
}));
const item = fc.dictionary(name, tree, { maxKeys: 5, noNullPrototype: true });

describe('createJsonItemReader', () => {
  test('gives the same texts, starts and ends wherever the JSON is cut', () => {
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 3 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        fc.constantFrom(0, 2),
        fc.boolean(),
        (items, places, indent, isEscaped) => {
          const json = JSON.stringify({ note: 'not an item', recommendations: items }, null, indent);
          const source = isEscaped ? escaped(json) : json;
          const whole = fold(readAll([source]));
          const events = readAll(cutAt(source, places));
          expect(fold(events)).toEqual(whole);
          expect(fold(readAll(source.split('')))).toEqual(whole);

          const expected: Record<string, string> = {};
          items.forEach((value, index) => stringsOf(value, `${String(index)}:`, expected));
          expect(whole.texts).toEqual(expected);
          const completed = whole.others.filter((event) => event.type === 'completed');
          expect(completed.map((event) => event.value)).toEqual(JSON.parse(JSON.stringify(items)));
          for (const event of events)
            if (event.type === 'delta') expect(event.text.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('tells characters as soon as they arrive', () => {
    const reader = createJsonItemReader(ROOT);
    expect(reader.write('{"recommendations":[{"kind":"SCR')).toEqual([]);
    expect(reader.write('IPT","title":"Co')).toEqual([
      { type: 'started', index: 0, kind: 'SCRIPT' },
      { type: 'delta', index: 0, path: 'kind', offset: 0, text: 'SCRIPT' },
      { type: 'delta', index: 0, path: 'title', offset: 0, text: 'Co' },
    ]);
    expect(reader.write('ld \\ud83e')).toEqual([
      { type: 'delta', index: 0, path: 'title', offset: 2, text: 'ld ' },
    ]);
    expect(reader.write('\\uddca","script":[{"line":"a"},{"line":"b')).toEqual([
      { type: 'delta', index: 0, path: 'title', offset: 5, text: '🧊' },
      { type: 'delta', index: 0, path: 'script[0].line', offset: 0, text: 'a' },
      { type: 'delta', index: 0, path: 'script[1].line', offset: 0, text: 'b' },
    ]);
    expect(reader.isClosed).toBe(false);
    expect(reader.write('"}]}]}')).toEqual([
      {
        type: 'completed',
        index: 0,
        value: { kind: 'SCRIPT', title: 'Cold 🧊', script: [{ line: 'a' }, { line: 'b' }] },
      },
    ]);
    expect(reader.isClosed).toBe(true);
  });

  test('starts an item without a known kind when its text comes first, or when it has no text at all', () => {
    const events = readAll(['{"recommendations":[{"title":"x","kind":"IDEA"},{"n":1},7]}']);
    expect(events.filter((event) => event.type === 'started')).toEqual([
      { type: 'started', index: 0, kind: null },
      { type: 'started', index: 1, kind: null },
      { type: 'started', index: 2, kind: null },
    ]);
  });

  test('keeps a lone surrogate that the text really contains', () => {
    const json = '{"recommendations":[{"title":"a\\ud83d","idea":"\\ude00b"}]}';
    expect(fold(readAll(json.split(''))).texts).toEqual({ '0:title': 'a\ud83d', '0:idea': '\ude00b' });
  });

  test('says that the root is open when the text was cut', () => {
    const reader = createJsonItemReader(ROOT);
    reader.write('{"recommendations":[{"title":"x"}]');
    expect(reader.isClosed).toBe(false);
    expect(reader.problem).toBeNull();
  });

  test('gives what came before a flaw, then stops', () => {
    for (const chunks of [
      ['{"recommendations":[{"a":"x"},oops'],
      Array.from('{"recommendations":[{"a":"x"},oops'),
    ]) {
      const reader = createJsonItemReader(ROOT);
      const events = chunks.flatMap((chunk) => reader.write(chunk));
      expect(events.map((event) => event.type)).toEqual(['started', 'delta', 'completed']);
      expect(reader.problem).toBe('MALFORMED');
      expect(reader.isClosed).toBe(false);
      expect(reader.write('{"b":"y"}')).toEqual([]);
    }
  });

  test('ignores what follows the root', () => {
    const reader = createJsonItemReader(ROOT);
    expect(reader.write('{"recommendations":[]}\n``` done')).toEqual([]);
    expect(reader.isClosed).toBe(true);
  });

  test('refuses depth and length beyond the caps', () => {
    const deep = createJsonItemReader({ ...ROOT, maxDepth: 5 });
    deep.write('{"recommendations":[{"a":[[1]]}]}');
    expect(deep.problem).toBeNull();
    const tooDeep = createJsonItemReader({ ...ROOT, maxDepth: 5 });
    tooDeep.write('{"recommendations":[{"a":[[[');
    expect(tooDeep.problem).toBe('TOO_DEEP');

    const json = '{"recommendations":[{"title":"x"}]}';
    const fitting = createJsonItemReader({ ...ROOT, maxLength: json.length });
    fitting.write(json);
    expect(fitting.isClosed).toBe(true);
    const tooLong = createJsonItemReader({ ...ROOT, maxLength: json.length - 1 });
    expect(tooLong.write(json).map((event) => event.type)).toEqual(['started', 'delta', 'completed']);
    expect(tooLong.problem).toBe('TOO_LONG');
  });
});
