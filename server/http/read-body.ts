import type { IncomingMessage } from 'node:http';

/** A whole body; null above `maxBytes`, where what is still to come is not read. The declared length is not trusted. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left without being destroyed, so that the answer reaches whoever sent too much.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
