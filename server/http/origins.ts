import type { Config } from '../lib/config.ts';
import { ownOrigins } from '../lib/own-origins.ts';

/** Which pages may ask. Whether a cookie counts in what they ask is decided in `session-cookie.ts`: only in that of our own. */
export interface Origins {
  mayAsk(origin: string): boolean;
}

/** Our own pages and those that are named. In the sandbox, as long as none is named, any may, with a key that it has. */
export function createOrigins(config: Config): Origins {
  const named = new Set([...ownOrigins(config), ...config.allowedOrigins]);
  const isOpen = config.mode === 'SANDBOX' && config.allowedOrigins.length === 0;
  return { mayAsk: (origin) => isOpen || named.has(origin) };
}
