import { randomUUIDv7 } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new row id: uuid v7, so that ids sort by their time of creation. */
export function newId(): string {
  return randomUUIDv7();
}

/** Whether `value` can be a row id; anything else must not reach the database as one. */
export function isId(value: string): boolean {
  return UUID.test(value);
}
