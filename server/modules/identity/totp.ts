import { createHmac } from 'node:crypto';
import type { Services } from '../../app/services.ts';

const STEP_MS = 30_000;
const DIGITS = 6;

/**
 * Takes a code of an authenticator app: each time step counts once, and none that is older than the last (RFC 6238, section
 * 5.2). The step before and the one after this pass, for clocks that differ. Of two who send the same code, one gets it.
 *
 * @param secret decrypted; its characters are the key.
 */
export async function takeTotp(
  { database, clock }: Pick<Services, 'database' | 'clock'>,
  factorId: string,
  secret: string,
  code: string,
): Promise<boolean> {
  const now = Math.floor(clock.now().getTime() / STEP_MS);
  const step = [now + 1, now, now - 1].find((candidate) => hotp(secret, candidate) === code);
  if (step === undefined) return false;
  const { count } = await database.prisma.twoFactor.updateMany({
    where: { id: factorId, OR: [{ lastStep: null }, { lastStep: { lt: step } }] },
    data: { lastStep: step },
  });
  return count > 0;
}

/** RFC 4226, section 5.3. */
function hotp(secret: string, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac('sha1', secret).update(message).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}
