import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

/** What a server does by itself or for every request, whatever is asked of it. */
const ALWAYS = [
  /\bpgboss\./,
  // Who is asking.
  /"secretHash" = /,
  /"lastUsedAt" = /,
  // What he asks for is counted.
  /"RateBucket"/,
  // Followers look for themselves now and then.
  /unnest\(\$1::text\[\]\) AS wanted/,
];

const listeners = new Set<(sql: string) => void>();

/**
 * The SQL statements that this process sends while `work` runs, in order: Prisma's as well as those written by
 * hand, on PGlite and on PostgreSQL. Left out are those of the queue, of authentication and of the limit of requests.
 */
export async function captureQueries<T>(
  work: () => Promise<T>,
): Promise<{ result: T; statements: string[] }> {
  const statements: string[] = [];
  const listener = (sql: string) => {
    if (!ALWAYS.some((pattern) => pattern.test(sql))) statements.push(sql.replace(/\s+/g, ' ').trim());
  };
  listeners.add(listener);
  try {
    return { result: await work(), statements };
  } finally {
    listeners.delete(listener);
  }
}

/** Everything below our own code meets in these two methods. */
function watch(driver: object): void {
  const prototype = driver as { query: (...parameters: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function watched(this: unknown, ...parameters: unknown[]) {
    const [first] = parameters;
    const sql = typeof first === 'string' ? first : (first as { text?: string } | undefined)?.text;
    if (sql !== undefined) for (const listener of listeners) listener(sql);
    return query.apply(this, parameters);
  };
}

watch(PGlite.prototype);
watch(pg.Client.prototype);
