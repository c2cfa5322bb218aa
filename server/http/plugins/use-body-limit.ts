import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Bytes of a request without files. Uploads will have a limit of their own. */
const MAX_BODY_BYTES = 1_000_000;

/**
 * Refuses a body above the limit while it arrives: the declared length is not trusted, and nothing above the
 * limit is kept in memory.
 */
export function useBodyLimit(): Plugin {
  return {
    onRequestParse: ({ request, setRequestParser, requestParser }) => {
      if (requestParser === undefined || request.body === null) return;
      setRequestParser(async () => requestParser(await withinLimit(request)));
    },
  };
}

async function withinLimit(request: Request): Promise<Request> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) {
      throw new GraphQLError('The request body is above 1 MB.', {
        extensions: { code: 'PAYLOAD_TOO_LARGE', http: { status: 413, headers: { connection: 'close' } } },
      });
    }
    chunks.push(chunk);
  }
  const { url, method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: Buffer.concat(chunks) });
}
