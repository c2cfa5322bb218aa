/** A table as text, whatever held it. */
export interface Table {
  /** Header first; empty rows left out. */
  rows: TableRow[];
  /** Rows that could not be taken apart, and where reading stopped. */
  problems: { row: number; message: string }[];
}

export interface TableRow {
  /** From 1, as a spreadsheet numbers it. */
  number: number;
  cells: string[];
}
