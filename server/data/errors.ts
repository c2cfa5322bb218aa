import { StartError } from '../lib/start-error.ts';
import { Prisma } from './generated/prisma/client.ts';

/** The data folder is open in another process. Start is refused; the message is for whoever started it. */
export class DatabaseInUseError extends StartError {
  override readonly name = 'DatabaseInUseError';
  readonly folder: string;
  /** The process that has it; null when it did not say. */
  readonly pid: number | null;

  constructor(folder: string, pid: number | null) {
    const owner = pid === null ? 'another process' : `process ${String(pid)}`;
    super(
      `The data folder ${folder} is in use by ${owner}. ` +
        'Stop that process, choose another folder by CREATORGRAPH_DATA_DIR, or set DATABASE_URL to a PostgreSQL server to run several processes.',
    );
    this.folder = folder;
    this.pid = pid;
  }
}

/** Whether a write names a row that does not exist (any more): its foreign key was refused. */
export function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003';
}

/** Whether a write would make a second row of what there may be one of. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
