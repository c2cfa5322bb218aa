import type { Config } from './config.ts';

/**
 * Origins of our own pages, which alone may act with a person's cookie: the public one, and in the sandbox this
 * machine's other names for it, since people open either.
 */
export function ownOrigins({ publicUrl, mode, port }: Pick<Config, 'publicUrl' | 'mode' | 'port'>): string[] {
  const origins = [new URL(publicUrl).origin];
  if (mode === 'SANDBOX')
    origins.push(`http://localhost:${String(port)}`, `http://127.0.0.1:${String(port)}`);
  return [...new Set(origins)];
}
