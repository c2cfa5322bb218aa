/**
 * Codes with which PostgreSQL, its driver, Prisma and sockets say that a service is not there for now: shutting
 * down or starting (57P0x), refusing connections (08xxx, 53300, 55000), unreachable or timed out.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html, https://www.prisma.io/docs/orm/reference/error-reference
 */
const CODES: ReadonlySet<string> = new Set([
  ...['57P01', '57P02', '57P03', '53300', '55000', '08000', '08001', '08003', '08004', '08006'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2037'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'],
]);
/** Errors are wrapped a few times at most. */
const MAX_DEPTH = 6;

/** Whether the failure is that a service of ours does not answer, which ends by itself, rather than a bug. */
export function isOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return false;
  const { code, originalCode, cause, meta } = error as Record<string, unknown>;
  if (CODES.has(String(code)) || CODES.has(String(originalCode))) return true;
  const { driverAdapterError } = (meta ?? {}) as Record<string, unknown>;
  return isOutage(cause, depth + 1) || isOutage(driverAdapterError, depth + 1);
}
