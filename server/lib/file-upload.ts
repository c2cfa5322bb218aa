/** Bytes of one uploaded file. */
export const MAX_FILE_BYTES = 200_000_000;

/** The file has more bytes than `MAX_FILE_BYTES`. */
export class FileTooLargeError extends Error {
  override readonly name = 'FileTooLargeError';
}

/** The client broke off, or sent the file in another way than it had announced. */
export class UploadBrokenError extends Error {
  override readonly name = 'UploadBrokenError';
}

/** A file that a request brings. Its bytes are still on the wire: whoever reads them has decided that they may come. */
export class FileUpload {
  /** As the client's machine calls it, without folders. */
  readonly fileName: string;
  #source: AsyncIterable<Uint8Array> | null;

  constructor(fileName: string, source: AsyncIterable<Uint8Array>) {
    this.fileName = fileName;
    this.#source = source;
  }

  /**
   * The bytes, once: they are kept nowhere, so a second place in the operation that names the file gets nothing.
   *
   * @throws FileTooLargeError as soon as too many have come; UploadBrokenError
   */
  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    const source = this.#source;
    if (source === null) throw new UploadBrokenError('A file can be used in one place of an operation only.');
    this.#source = null;
    let bytes = 0;
    for await (const chunk of source) {
      bytes += chunk.byteLength;
      if (bytes > MAX_FILE_BYTES) throw new FileTooLargeError('The file is larger than 200 MB.');
      yield chunk;
    }
  }
}
