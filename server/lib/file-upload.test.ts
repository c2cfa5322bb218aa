import { describe, expect, it } from '@jest/globals';
import { FileTooLargeError, FileUpload, MAX_FILE_BYTES, UploadBrokenError } from './file-upload.ts';

/** As many zeros, in pieces that are all the same memory. */
async function* zeros(bytes: number): AsyncGenerator<Uint8Array> {
  const piece = new Uint8Array(1_000_000);
  for (let left = bytes; left > 0; left -= piece.length)
    yield piece.subarray(0, Math.min(left, piece.length));
}

async function count(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of chunks) bytes += chunk.byteLength;
  return bytes;
}

describe('an uploaded file', () => {
  it('may have 200 MB, and not a byte more', async () => {
    expect(await count(new FileUpload('a', zeros(MAX_FILE_BYTES)).read())).toBe(200_000_000);
    await expect(count(new FileUpload('a', zeros(MAX_FILE_BYTES + 1)).read())).rejects.toThrow(
      FileTooLargeError,
    );
  });

  it('is there once', async () => {
    const upload = new FileUpload('a', zeros(3));
    expect(await count(upload.read())).toBe(3);
    await expect(count(upload.read())).rejects.toThrow(UploadBrokenError);
  });
});
