import { DomainError } from '../../lib/errors.ts';

/** The file is none of the known formats, damaged, or a bomb; nothing of it may be stored. */
export class ImportUnreadableError extends DomainError {
  readonly code = 'IMPORT_UNREADABLE';
  /** Entry of the archive; null for the file itself. */
  readonly entry: string | null;

  constructor(message: string, entry: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.entry = entry;
  }
}
