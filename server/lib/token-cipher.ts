import { CompactEncrypt, base64url, compactDecrypt } from 'jose';

/** The text was encrypted with a key that is not configured. */
export class UnknownKeyError extends Error {
  override readonly name = 'UnknownKeyError';
  readonly keyId: string;

  constructor(keyId: string) {
    super(`No encryption key with the id ${keyId} is configured`);
    this.keyId = keyId;
  }
}

/** Encrypts tokens at rest. */
export interface TokenCipher {
  /** Of the key that encrypts. */
  readonly keyId: string;
  /** Of every key that decrypts, the one that encrypts included. */
  readonly keyIds: readonly string[];
  /** JWE compact serialization, `dir` with A256GCM and the key's id in the header. */
  encrypt(plaintext: string): Promise<string>;
  /** @throws UnknownKeyError when its key is not configured; another error when the text was altered. */
  decrypt(jwe: string): Promise<string>;
}

/** What was encrypted; null where its key was removed since. */
export async function decryptIfKnown(
  cipher: Pick<TokenCipher, 'decrypt'>,
  jwe: string,
): Promise<string | null> {
  try {
    return await cipher.decrypt(jwe);
  } catch (error) {
    if (error instanceof UnknownKeyError) return null;
    throw error;
  }
}

/** `kid:key`, the key being 32 bytes in base64url. */
const ENTRY = /^(?<kid>[^:,\s]+):(?<key>[A-Za-z0-9_-]{43})=?$/;

/** Whether `keys` is what `createTokenCipher` takes. */
export function areTokenKeys(keys: string): boolean {
  return keys.split(',').every((entry) => ENTRY.test(entry.trim()));
}

/**
 * @param keys `kid:base64url,…`; each key has 32 bytes. The first encrypts, all decrypt, so that keys rotate.
 * @throws Error saying which key is wrong, without its value.
 */
export function createTokenCipher(keys: string): TokenCipher {
  const byId = new Map<string, Uint8Array>();
  for (const [position, entry] of keys.split(',').entries()) {
    const { kid, key } = ENTRY.exec(entry.trim())?.groups ?? {};
    if (kid === undefined || key === undefined) {
      throw new Error(
        `Encryption key ${String(position + 1)} is not "kid:key" with a base64url key of 32 bytes.`,
      );
    }
    byId.set(kid, base64url.decode(key));
  }
  const [first] = byId;
  if (first === undefined) throw new Error('There is no encryption key.');
  const [currentId, currentKey] = first;

  return {
    keyId: currentId,
    keyIds: [...byId.keys()],
    encrypt: (plaintext) =>
      new CompactEncrypt(new TextEncoder().encode(plaintext))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: currentId })
        .encrypt(currentKey),
    async decrypt(jwe) {
      const { plaintext } = await compactDecrypt(jwe, (header) => {
        const key = byId.get(String(header.kid));
        if (key === undefined) throw new UnknownKeyError(String(header.kid));
        return key;
      });
      return new TextDecoder().decode(plaintext);
    },
  };
}
