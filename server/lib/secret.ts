import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in base64url, 43 characters. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of one: lower-case hex of SHA-256. Its 256 random bits make a salt and a slow hash needless. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Stands for a text that nobody has to read where things are only counted: 22 characters of base64url. */
export function pseudonymOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
