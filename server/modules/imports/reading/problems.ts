/** A row that cannot be read. The others of its file are read, and it is told as a ProblemRecord. */
export class RowProblem extends Error {
  /** As the file writes it; null where no single column is to blame. */
  readonly column: string | null;

  constructor(column: string | null, message: string) {
    super(message);
    this.column = column;
  }
}

/**
 * A file that cannot be read. Its message is a sentence for people. Within a ZIP the other entries are read; where nothing
 * else was recognised the upload is unreadable.
 */
export class FileProblem extends Error {}
