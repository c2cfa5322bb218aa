import type { Prisma } from '../../data/generated/prisma/client.ts';
import type { RowPlace } from './import-record.ts';

/** What was not stored, or what one should know of what was, as kept on the import. */
export interface StoredProblem {
  fileName: string;
  row: number | null;
  column: string | null;
  message: string;
}

/** The account of an import: what it read, and what came of it. */
export interface Ledger {
  /** A row was read. */
  read(): void;
  /** It cannot be stored. */
  refuse(place: RowPlace, message: string, column?: string | null): void;
  /** Something to tell, that costs no row. */
  note(place: RowPlace, message: string, column?: string | null): void;
  recognise(format: string): void;
  /** The day is told of. */
  cover(date: string): void;
  /** @param stored rows that were not known before this import. */
  columns(stored: number): Prisma.AnalyticsImportUpdateManyMutationInput;
}

const MAX_PROBLEMS = 100;

/** @param notes told first. */
export function createLedger(notes: readonly StoredProblem[]): Ledger {
  const problems = [...notes];
  const formats = new Set<string>();
  let rows = 0;
  let refused = 0;
  let from: string | null = null;
  let to: string | null = null;

  const note: Ledger['note'] = ({ fileName, row }, message, column = null) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ fileName, row, column, message });
  };
  return {
    note,
    read() {
      rows += 1;
    },
    refuse(...problem) {
      refused += 1;
      note(...problem);
    },
    recognise(format) {
      formats.add(format);
    },
    cover(date) {
      if (from === null || date < from) from = date;
      if (to === null || date > to) to = date;
    },
    columns: (stored) => ({
      format: [...formats].join(', '),
      from: toInstant(from),
      to: toInstant(to),
      rowsRead: rows,
      rowsStored: stored,
      // An attempt that goes over rows of an earlier one has not come to all of them yet.
      rowsUnchanged: Math.max(0, rows - refused - stored),
      rowsRefused: refused,
      problems: problems as unknown as Prisma.InputJsonArray,
    }),
  };
}

function toInstant(date: string | null): Date | null {
  return date === null ? null : new Date(`${date}T00:00:00Z`);
}
