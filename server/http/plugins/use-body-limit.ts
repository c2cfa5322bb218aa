import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { DoorLimits } from '../door-limits.ts';
import type { Refusals } from '../refusals.ts';
import { messageOf } from '../../lib/errors.ts';

/** Who sends more than this is cut off; up to here he is heard out, since he reads no answer before. */
const MAX_READ_BYTES = 16_000_000;

/**
 * Refuses a body above the limit: the declared length is not trusted, and nothing above the limit is kept in
 * memory. A body that cannot be read is answered 400 under every media type.
 *
 * Of requests with files it knows nothing, since Yoga has no parser for them here.
 */
export function useBodyLimit(limits: Pick<DoorLimits, 'bodyBytes' | 'bodyMs'>, refusals: Refusals): Plugin {
  return {
    onRequestParse: ({ request, setRequestParser, requestParser }) => {
      if (requestParser === undefined) return;
      setRequestParser(async () => {
        const complete =
          request.body === null ? request : await withinLimit(request, request.body, limits, refusals);
        try {
          return await requestParser(complete);
        } catch (error) {
          throw unreadable(error);
        }
      });
    },
  };
}

async function withinLimit(
  request: Request,
  body: AsyncIterable<Uint8Array>,
  { bodyBytes, bodyMs }: Pick<DoorLimits, 'bodyBytes' | 'bodyMs'>,
  refusals: Refusals,
): Promise<Request> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const source = body[Symbol.asyncIterator]();
  const deadline = deadlineIn(bodyMs);
  try {
    for (;;) {
      const next = await Promise.race([source.next(), deadline.passed]);
      if (next === undefined) {
        refusals.count('body');
        throw tooSlow(bodyMs);
      }
      if (next.done === true) break;
      size += next.value.byteLength;
      if (size <= bodyBytes) chunks.push(next.value);
      else if (size > MAX_READ_BYTES) {
        await source.return?.();
        break;
      }
    }
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    throw unreadable(error); // The client broke off: nobody hears this.
  } finally {
    deadline.clear();
  }
  if (size > bodyBytes) {
    refusals.count('body');
    throw new GraphQLError(`The request body is above ${String(bodyBytes / 1_000_000)} MB.`, {
      extensions: { code: 'PAYLOAD_TOO_LARGE', http: { status: 413 } },
    });
  }
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: Buffer.concat(chunks) });
}

function deadlineIn(ms: number): { passed: Promise<undefined>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, ms);
  });
  return {
    passed,
    clear: () => {
      clearTimeout(timer);
    },
  };
}

/** The connection ends with this, so that what still drips in is read by nobody. */
function tooSlow(bodyMs: number): GraphQLError {
  return new GraphQLError(`The request body took longer than ${String(bodyMs / 1_000)} s.`, {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 408, headers: { connection: 'close' } } },
  });
}

function unreadable(error: unknown): GraphQLError {
  return new GraphQLError(messageOf(error), {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}
