import { Prisma } from './generated/prisma/client.ts';

/** A statement or a part of one, with its parameters. */
export type Sql = Prisma.Sql;

/** Tags hand-written SQL: an interpolated value becomes a parameter, an interpolated `Sql` a part of the text. */
export const sql = Prisma.sql;

/** A part of a statement that is our own constant text; never anything that came from outside. */
export const constantSql = Prisma.raw;

/** `name` as an SQL identifier in a statement. */
export function identifier(name: string): Sql {
  return Prisma.raw(quoteIdentifier(name));
}

/** `name` as an SQL identifier, its case kept. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
