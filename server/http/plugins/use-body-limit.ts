import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { messageOf } from '../../lib/errors.ts';

/** Bytes of a request without files; `useUploads` limits the others. */
const MAX_BODY_BYTES = 1_000_000;
/** Who sends more than this is cut off; up to here he is heard out, since he reads no answer before. */
const MAX_READ_BYTES = 16_000_000;

/**
 * Refuses a body above the limit: the declared length is not trusted, and nothing above the limit is kept in
 * memory. A body that cannot be read is answered 400 under every media type.
 *
 * Of requests with files it knows nothing, since Yoga has no parser for them here.
 */
export function useBodyLimit(): Plugin {
  return {
    onRequestParse: ({ request, setRequestParser, requestParser }) => {
      if (requestParser === undefined) return;
      setRequestParser(async () => {
        const complete = request.body === null ? request : await withinLimit(request, request.body);
        try {
          return await requestParser(complete);
        } catch (error) {
          throw unreadable(error);
        }
      });
    },
  };
}

async function withinLimit(request: Request, body: AsyncIterable<Uint8Array>): Promise<Request> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else if (size > MAX_READ_BYTES) break;
    }
  } catch (error) {
    throw unreadable(error); // The client broke off: nobody hears this.
  }
  if (size > MAX_BODY_BYTES) {
    throw new GraphQLError('The request body is above 1 MB.', {
      extensions: { code: 'PAYLOAD_TOO_LARGE', http: { status: 413 } },
    });
  }
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: Buffer.concat(chunks) });
}

function unreadable(error: unknown): GraphQLError {
  return new GraphQLError(messageOf(error), {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}
