import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createDeltaBuffer, toStorableText } from './delta-buffer.ts';
import type { Delta } from './delta-buffer.ts';

function fold(deltas: readonly Delta[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { index, path, offset, text } of deltas) {
    const key = `${String(index)} ${path}`;
    values[key] = (values[key] ?? '').slice(0, offset) + text;
  }
  return values;
}

describe('the delta buffer', () => {
  it('makes one delta of pieces that continue each other, also when other paths come between', () => {
    const buffer = createDeltaBuffer();
    buffer.add({ index: 0, path: 'title', offset: 0, text: 'Three ' });
    buffer.add({ index: 1, path: 'title', offset: 0, text: 'Why ' });
    buffer.add({ index: 0, path: 'title', offset: 6, text: 'knots' });
    expect(buffer.take()).toEqual([
      { index: 0, path: 'title', offset: 0, text: 'Three knots' },
      { index: 1, path: 'title', offset: 0, text: 'Why ' },
    ]);
    expect(buffer.isEmpty).toBe(true);
  });

  it('keeps the folded text whatever is repeated, taken back or flushed in between', () => {
    const step = fc.record({
      index: fc.integer({ min: 0, max: 1 }),
      path: fc.constantFrom('title', 'idea'),
      keep: fc.double({ min: 0, max: 1, noNaN: true }),
      text: fc.string({ maxLength: 5 }),
      flush: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const told: Delta[] = [];
        const stored: Delta[] = [];
        const buffer = createDeltaBuffer();
        for (const { index, path, keep, text, flush } of steps) {
          const value = fold(told)[`${String(index)} ${path}`] ?? '';
          const delta = { index, path, offset: Math.round(value.length * keep), text };
          told.push(delta);
          buffer.add(delta);
          if (flush) stored.push(...buffer.take());
        }
        stored.push(...buffer.take());
        expect(fold(stored)).toEqual(fold(told));
      }),
    );
  });
});

describe('storable text', () => {
  it('replaces what PostgreSQL refuses and keeps every offset', () => {
    expect(toStorableText('a\0b\uD800c')).toBe('a\uFFFDb\uFFFDc');
    expect(toStorableText('a 🎬 cut')).toBe('a 🎬 cut');
  });
});
