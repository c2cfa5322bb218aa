import { messageOf } from './errors.ts';

/** What keeps the server from starting and an operator can mend. The message is a sentence for him: no stack. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/**
 * The part, or a StartError that begins with the variable that says where it is.
 *
 * @param advice what to check, as a sentence.
 */
export async function orExplain<T>(variable: string, advice: string, part: Promise<T>): Promise<T> {
  try {
    return await part;
  } catch (error) {
    if (error instanceof StartError) throw error;
    const reason = messageOf(error).replace(/\.$/, '');
    throw new StartError(`${variable}: ${reason}. ${advice}`, { cause: error });
  }
}
