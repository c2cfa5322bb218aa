import type { RequestContext } from '../app/context.ts';
import type { Remember, Remembered } from '../data/idempotency.ts';
import type { SpooledFile } from '../data/spool.ts';
import { NotFoundError, ValidationError } from '../lib/errors.ts';
import { type FileUpload, FileTooLargeError, UploadBrokenError } from '../lib/file-upload.ts';
import { newId } from '../lib/ids.ts';
import type { Viewer } from '../modules/accounts/viewer.ts';
import type { SchemaTypes } from './builder.ts';
import { decodeGlobalId } from '../lib/global-id.ts';
import { printable } from './texts.ts';
import { viewerOf } from './viewer-of.ts';

type InputFields = PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>;

/** The field that every mutation's input has. */
export function idempotencyKeyField(t: InputFields) {
  return t.string({
    description:
      '1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered.',
    validate: printable(200),
  });
}

/**
 * Runs a mutation once per caller and idempotency key, and lets a NotFoundError name the id that the caller
 * sent rather than the row behind it.
 *
 * @param first has the effect; it passes `remember` on to the transaction that stores it.
 * @param replay turns the remembered result back into what `first` gave.
 */
export async function runMutation<T>(
  context: RequestContext,
  mutation: string,
  input: { idempotencyKey?: string | null | undefined },
  first: (viewer: Viewer, remember: Remember) => Promise<T>,
  replay: (remembered: Remembered) => Promise<T>,
): Promise<T> {
  const viewer = viewerOf(context);
  const { idempotencyKey: key, ...rest } = input;
  try {
    return await context.services.idempotency.once(
      { callerKey: viewer.callerKey, mutation, key, input: rest },
      (remember) => first(viewer, remember),
      replay,
    );
  } catch (error) {
    throw error instanceof NotFoundError ? withGlobalId(error, input) : error;
  }
}

/** What a mutation that takes a file does. */
export interface UploadMutation<Allowed, T> {
  /** Before the file is read: whoever may not bring it sends it in vain. */
  authorize: (viewer: Viewer) => Promise<Allowed>;
  /** Has the effect; the file is gone once it is done. It passes `remember` on to the transaction that stores it. */
  first: (viewer: Viewer, allowed: Allowed, file: SpooledFile, remember: Remember) => Promise<T>;
  /** Turns the remembered result back into what `first` gave. */
  replay: (remembered: Remembered) => Promise<T>;
}

/**
 * The same for a mutation that takes a file. Under an idempotency key files are compared by content, which is known only
 * when all of it is here: so a repeat sends its file again, has the same first result, and leaves nothing behind.
 */
export async function runUploadMutation<Allowed, T>(
  context: RequestContext,
  mutation: string,
  input: { idempotencyKey?: string | null | undefined; file: FileUpload },
  { authorize, first, replay }: UploadMutation<Allowed, T>,
): Promise<T> {
  const viewer = viewerOf(context);
  const { services } = context;
  const { idempotencyKey: key, file: upload, ...rest } = input;
  try {
    const allowed = await authorize(viewer);
    const file = await receive(services, upload);
    try {
      return await services.idempotency.once(
        { callerKey: viewer.callerKey, mutation, key, input: { ...rest, file: file.sha256 } },
        (remember) => first(viewer, allowed, file, remember),
        replay,
      );
    } finally {
      await file.remove();
    }
  } catch (error) {
    throw error instanceof NotFoundError ? withGlobalId(error, input) : error;
  }
}

async function receive({ spool }: RequestContext['services'], upload: FileUpload): Promise<SpooledFile> {
  const path = ['input', 'file'];
  try {
    return await spool.write(newId(), upload.read());
  } catch (error) {
    if (error instanceof FileTooLargeError) {
      const issue = { path, message: 'is larger than 200 MB' };
      throw new ValidationError([issue], { cause: error }, 'PAYLOAD_TOO_LARGE');
    }
    if (error instanceof UploadBrokenError) {
      throw new ValidationError([{ path, message: error.message }], { cause: error });
    }
    throw error;
  }
}

function withGlobalId(error: NotFoundError, input: object): NotFoundError {
  const sent = Object.values(input).find(
    (value): value is string => typeof value === 'string' && rowIdOf(value) === error.resourceId,
  );
  return new NotFoundError(error.message, sent ?? null, { cause: error });
}

function rowIdOf(value: string): string | undefined {
  try {
    return decodeGlobalId(value).id;
  } catch {
    return undefined; // Not an id: some other text of the input.
  }
}
