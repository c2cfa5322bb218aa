import { once } from 'node:events';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { FileUpload, MAX_FILE_BYTES, UploadBrokenError } from '../lib/file-upload.ts';

/** Bytes of `operations` and of `map`: what a request without files may have. */
const MAX_FIELD_BYTES = 1_000_000;
/** Who is refused is heard out up to here, since he reads no answer before; then he is cut off. */
const MAX_DROPPED_BYTES = MAX_FILE_BYTES + 2 * MAX_FIELD_BYTES;
const MAX_NAME_LENGTH = 255;

/** A request that is none by the GraphQL multipart request specification. */
export class MultipartError extends Error {
  override readonly name = 'MultipartError';
  readonly isTooLarge: boolean;

  constructor(message: string, options: ErrorOptions & { isTooLarge?: boolean } = {}) {
    super(message, options);
    this.isTooLarge = options.isTooLarge ?? false;
  }
}

export interface MultipartRequest {
  /**
   * What is asked, with a `FileUpload` in the place of its file, as soon as the file begins.
   * @throws MultipartError
   */
  operations: Promise<object>;
  /** Once the answer is there: what of the file is still to come is read and dropped. */
  release(): void;
}

/**
 * Reads a request with a file (https://github.com/jaydenseric/graphql-multipart-request-spec, read 2026-11) as it comes:
 * `operations` and `map` first, then at most one file. The file is not read before somebody reads its upload, and no part
 * of it is kept: until then it waits at the sender.
 */
export function readMultipart(contentType: string, body: AsyncIterable<Uint8Array>): MultipartRequest {
  const operations = Promise.withResolvers<object>();
  // A request that was refused before is not waited for.
  operations.promise.catch(() => undefined);
  const released = Promise.withResolvers<undefined>();
  let parser: busboy.Busboy | null = null;
  let isReleased = false;
  const release = (): void => {
    isReleased = true;
    released.resolve(undefined);
    parser?.destroy();
  };
  const refuse = (error: unknown): void => {
    operations.reject(
      error instanceof MultipartError
        ? error
        : new MultipartError('The multipart request cannot be read.', { cause: error }),
    );
    release();
  };
  try {
    parser = createParser(contentType, operations.resolve, refuse);
  } catch (error) {
    refuse(error);
  }

  async function pump(): Promise<void> {
    let dropped = 0;
    for await (const chunk of body) {
      if (isReleased) {
        dropped += chunk.byteLength;
        // Leaving the loop closes the connection.
        if (dropped > MAX_DROPPED_BYTES) return;
      } else if (parser?.write(chunk) === false) {
        await Promise.race([once(parser, 'drain'), released.promise]);
      }
    }
    parser?.end();
  }
  pump().catch(refuse);
  return { operations: operations.promise, release };
}

function createParser(
  contentType: string,
  resolve: (operations: object) => void,
  refuse: (error: unknown) => void,
): busboy.Busboy {
  const parser = busboy({
    headers: { 'content-type': contentType },
    defParamCharset: 'utf8',
    limits: { fieldSize: MAX_FIELD_BYTES, fields: 2, files: 1, headerPairs: 20 },
  });
  let operations: object | null = null;
  let places: Map<string, string[]> | null = null;

  parser.on('field', (name, value, { valueTruncated }) => {
    try {
      if (valueTruncated) throw new MultipartError(`The part "${name}" is above 1 MB.`, { isTooLarge: true });
      if (name === 'operations') operations = parseObject(name, value);
      else if (name === 'map') places = parseMap(value);
      else throw new MultipartError('Only "operations" and "map" may come before the file.');
    } catch (error) {
      refuse(error);
    }
  });
  parser.on('file', (name, part, { filename }) => {
    // Told to whoever reads it; nobody may.
    part.on('error', () => undefined);
    const upload = new FileUpload(nameOf(filename), bytesOf(part));
    try {
      if (operations === null || places === null) {
        throw new MultipartError('"operations" and "map" come first, in this order, then the file.');
      }
      const paths = places.get(name) ?? [];
      if (paths.length === 0) throw new MultipartError(`"map" gives the part "${name}" no place.`);
      for (const path of paths) place(operations, path, upload);
      resolve(operations);
    } catch (error) {
      refuse(error);
    }
  });
  parser.on('filesLimit', () => {
    refuse(new MultipartError('One file can be sent at a time.', { isTooLarge: true }));
  });
  parser.on('fieldsLimit', () => {
    refuse(new MultipartError('Only "operations" and "map" may come before the file.'));
  });
  parser.on('finish', () => {
    // Where the file came, this was decided then.
    if (operations !== null && places?.size === 0) resolve(operations);
    else refuse(new MultipartError('"operations", "map" or the file that it speaks of is missing.'));
  });
  parser.on('error', refuse);
  return parser;
}

/** A part that ends before its boundary is not the file. */
async function* bytesOf(part: Readable): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* part as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new UploadBrokenError('The upload broke off.', { cause: error });
  }
}

function parseObject(name: string, text: string): object {
  const value = parseJson(name, text);
  if (typeof value === 'object' && value !== null) return value;
  throw new MultipartError(`The part "${name}" is no JSON object.`);
}

function parseMap(text: string): Map<string, string[]> {
  const entries = Object.entries(parseObject('map', text));
  if (entries.length > 1) throw new MultipartError('One file can be sent at a time.', { isTooLarge: true });
  for (const [, paths] of entries as [string, unknown][]) {
    if (Array.isArray(paths) && paths.every((path) => typeof path === 'string')) continue;
    throw new MultipartError('"map" gives each part a list of paths.');
  }
  return new Map(entries as [string, string[]][]);
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MultipartError(`The part "${name}" is no JSON.`, { cause: error });
  }
}

/** Puts the upload where `operations` has null for it, and nowhere else. */
function place(operations: object, path: string, upload: FileUpload): void {
  const steps = path.split('.');
  const last = steps.pop();
  let target: unknown = operations;
  for (const step of steps) target = own(target, step);
  if (last === undefined || own(target, last) !== null) {
    throw new MultipartError(`"map" leads to "${path.slice(0, 200)}", where "operations" has no null.`);
  }
  (target as Record<string, unknown>)[last] = upload;
}

function own(target: unknown, step: string): unknown {
  if (typeof target !== 'object' || target === null || !Object.hasOwn(target, step)) return undefined;
  return (target as Record<string, unknown>)[step];
}

/** Its last characters count most: they tell the kind. */
function nameOf(fileName: string | undefined): string {
  const name = (fileName ?? '').replace(/\p{C}/gu, '').trim();
  return name === '' ? 'upload' : [...name].slice(-MAX_NAME_LENGTH).join('');
}
