import type { Original, TableContent } from './fuzz-originals-test-kit.ts';
import type { Random } from './fuzz-random-test-kit.ts';

/**
 * How a damaged file can be held to what it said before. `STRUCTURE`: no figure was touched, so every figure that is read must be
 * the true one. `TEXT`: any byte may be another one, so a figure can only be held to what now stands there.
 */
export type DamageKind = 'STRUCTURE' | 'TEXT';

/** A damaged upload and what it can be held to. */
export interface Damaged {
  label: string;
  name: string;
  bytes: Uint8Array;
  kind: DamageKind;
  original: Original;
  /** What now stands there, in pieces that hold one row or item each; null where it cannot be told. */
  pieces: string[] | null;
  /** Lines of a plain CSV file that hold anything; null for everything else. */
  lines: number | null;
}

interface GridDamage {
  name: string;
  damage: (grid: string[][], random: Random) => string[][];
}

interface TextDamage {
  name: string;
  kind: DamageKind;
  damage: (text: string, random: Random) => string;
}

/** Cells that are no count. */
const JUNK = [
  '1,234',
  '1.5',
  '1e9',
  'NaN',
  'Infinity',
  '9007199254740993',
  '0x1F',
  '٣٤',
  '12 34',
  '+7',
  '-',
  'undefined',
  'null',
  '=1+1',
  '💥',
  '"',
  '12"',
];

function rowOf(grid: string[][], random: Random): number {
  return 1 + random.below(Math.max(1, grid.length - 1));
}

export const GRID_DAMAGES: GridDamage[] = [
  {
    name: 'a cell is missing',
    damage: (grid, random) => {
      const row = grid[random.below(grid.length)]!;
      row.splice(random.below(row.length), 1);
      return grid;
    },
  },
  {
    name: 'a cell is there twice',
    damage: (grid, random) => {
      const row = grid[random.below(grid.length)]!;
      const index = random.below(row.length);
      row.splice(index, 0, row[index]!);
      return grid;
    },
  },
  {
    name: 'a cell is empty',
    damage: (grid, random) => {
      const row = grid[random.below(grid.length)]!;
      row[random.below(row.length)] = '';
      return grid;
    },
  },
  {
    name: 'a cell holds something else',
    damage: (grid, random) => {
      const row = grid[random.below(grid.length)]!;
      row[random.below(row.length)] = random.pick(JUNK);
      return grid;
    },
  },
  {
    name: 'a row is there twice',
    damage: (grid, random) =>
      grid.toSpliced(random.below(grid.length + 1), 0, [...grid[rowOf(grid, random)]!]),
  },
  { name: 'a row is missing', damage: (grid, random) => grid.toSpliced(random.below(grid.length), 1) },
  {
    name: 'many rows are missing',
    damage: (grid, random) => grid.toSpliced(rowOf(grid, random), 1 + random.below(grid.length)),
  },
  {
    name: 'two rows changed places',
    damage: (grid, random) => {
      const [a, b] = [rowOf(grid, random), rowOf(grid, random)];
      [grid[a], grid[b]] = [grid[b]!, grid[a]!];
      return grid;
    },
  },
  { name: 'the rows are upside down', damage: ([header, ...rows]) => [header!, ...rows.reverse()] },
  { name: 'the header is missing', damage: (grid) => grid.slice(1) },
  {
    name: 'the header comes again',
    damage: (grid, random) => grid.toSpliced(rowOf(grid, random), 0, [...grid[0]!]),
  },
  { name: 'columns changed places', damage: (grid) => grid.map((row) => [...row].reverse()) },
  {
    name: 'a column is missing',
    damage: (grid, random) => {
      const index = random.below(grid[0]!.length);
      return grid.map((row) => row.toSpliced(index, 1));
    },
  },
  {
    name: 'a row of junk',
    damage: (grid, random) =>
      grid.toSpliced(
        random.below(grid.length + 1),
        0,
        Array.from({ length: random.below(9) }, () => random.pick(JUNK)),
      ),
  },
];

const STRUCTURE = /[",;\n\r\t{}[\]:<>/=]/g;

function structuralPlace(text: string, random: Random): number {
  const places = [...text.matchAll(STRUCTURE)].map((match) => match.index);
  return places.length === 0 ? 0 : random.pick(places);
}

function without(text: string, start: number, length: number): string {
  return text.slice(0, start) + text.slice(start + length);
}

export const TEXT_DAMAGES: TextDamage[] = [
  {
    name: 'a structural character is missing',
    kind: 'STRUCTURE',
    damage: (text, random) => without(text, structuralPlace(text, random), 1),
  },
  {
    name: 'a structural character too many',
    kind: 'STRUCTURE',
    damage: (text, random) => {
      const place = structuralPlace(text, random);
      return text.slice(0, place) + text[structuralPlace(text, random)]! + text.slice(place);
    },
  },
  {
    name: 'lines end otherwise',
    kind: 'STRUCTURE',
    damage: (text, random) => text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n'])),
  },
  {
    name: 'another delimiter in one place',
    kind: 'STRUCTURE',
    damage: (text, random) => {
      const places = [...text.matchAll(/,/g)].map((match) => match.index);
      if (places.length === 0) return text;
      const place = random.pick(places);
      return text.slice(0, place) + random.pick([';', '\t', '|', ' ']) + text.slice(place + 1);
    },
  },
  {
    name: 'another delimiter everywhere',
    kind: 'STRUCTURE',
    damage: (text, random) => text.replaceAll(',', random.pick([';', '\t', '|'])),
  },
  {
    name: 'commas and newlines changed places',
    kind: 'STRUCTURE',
    damage: (text) => text.replace(/[,\n]/g, (found) => (found === ',' ? '\n' : ',')),
  },
  { name: 'cut off', kind: 'TEXT', damage: (text, random) => text.slice(0, random.below(text.length)) },
  {
    name: 'its beginning is missing',
    kind: 'TEXT',
    damage: (text, random) => text.slice(random.below(text.length)),
  },
  {
    name: 'bytes are missing',
    kind: 'TEXT',
    damage: (text, random) => without(text, random.below(text.length), 1 + random.below(12)),
  },
  {
    name: 'a piece is there twice',
    kind: 'TEXT',
    damage: (text, random) => {
      const start = random.below(text.length);
      const end = start + random.below(200);
      return text.slice(0, end) + text.slice(start);
    },
  },
];

/** Damages bytes of any file, in place or by cutting it. */
export const BYTE_DAMAGES: { name: string; damage: (bytes: Buffer, random: Random) => Buffer }[] = [
  {
    name: 'bits flipped',
    damage: (bytes, random) => {
      const flipped = Buffer.from(bytes);
      for (let count = 1 + random.below(4); count > 0; count -= 1) {
        flipped[random.below(bytes.length)]! ^= 1 << random.below(8);
      }
      return flipped;
    },
  },
  { name: 'bytes cut off', damage: (bytes, random) => bytes.subarray(0, random.below(bytes.length)) },
  {
    name: 'bytes missing within',
    damage: (bytes, random) => {
      const start = random.below(bytes.length);
      return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 1 + random.below(40))]);
    },
  },
  {
    name: 'bytes overwritten',
    damage: (bytes, random) => {
      const overwritten = Buffer.from(bytes);
      const start = random.below(bytes.length);
      for (let at = start; at < Math.min(bytes.length, start + 16); at += 1)
        overwritten[at] = random.below(256);
      return overwritten;
    },
  },
];

/** CSV as TikTok writes it. */
export function writeCsv({ grid, isQuoted }: TableContent): string {
  const cell = (text: string): string =>
    isQuoted || /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return '\uFEFF' + grid.map((row) => row.map(cell).join(',')).join('\n');
}
