import type { Database } from '../data/database.ts';

/** What whoever dies in the middle throws. */
export class Killed extends Error {}

/** The database of a process that dies after so many transactions. */
export function mortal(database: Database, transactions: number): Database {
  let left = transactions;
  return {
    ...database,
    prisma: database.prisma,
    async transaction(work) {
      if (left === 0) throw new Killed();
      left -= 1;
      return database.transaction(work);
    },
  };
}
