import type { Services } from '../../app/services.ts';
import { newSecret } from '../../lib/secret.ts';

type Deps = Pick<Services, 'database' | 'cipher'>;

const ROW = 'current';

/**
 * The secret that signs cookies and links: made once for all nodes, stored under the first encryption key and brought
 * under it when that changes. So a change of keys signs nobody out, and a copy of the database opens nothing.
 *
 * @throws UnknownKeyError when it is encrypted with a key that is not configured.
 */
export async function ensureSignInSecret({ database, cipher }: Deps): Promise<string> {
  const { signInSecret } = database.prisma;
  const stored = await signInSecret.findUnique({ where: { id: ROW } });
  if (stored === null) {
    const value = await cipher.encrypt(newSecret());
    // Of nodes that start together, one is first and the others take its secret.
    await signInSecret.createMany({
      data: [{ id: ROW, value, keyId: cipher.keyId }],
      skipDuplicates: true,
    });
  }
  const { value, keyId } = stored ?? (await signInSecret.findUniqueOrThrow({ where: { id: ROW } }));
  const secret = await cipher.decrypt(value);
  if (keyId !== cipher.keyId) {
    await signInSecret.updateMany({
      where: { id: ROW, keyId },
      data: { value: await cipher.encrypt(secret), keyId: cipher.keyId },
    });
  }
  return secret;
}
