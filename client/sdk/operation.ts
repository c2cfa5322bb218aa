import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
import { ServiceUnavailableError, parseResponseError } from './errors.ts';
import type { CreatorgraphError } from './errors.ts';
import type { GraphQLRequest, GraphQLResponse } from './transport/transport.ts';

/** An operation as text that knows its result and its variables: those of `gql/`, or of your own code generator. */
export type OperationDocument<Result, Variables> = DocumentTypeDecoration<Result, Variables> & {
  toString(): string;
};

/** The variables' place in a call: optional where the operation needs none. */
export type VariablesAnd<Variables, Options> =
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- fits where all variables are optional
  Record<never, never> extends Variables
    ? [variables?: Variables, options?: Options]
    : [variables: Variables, options?: Options];

/** What came of an operation whose fields may fail one by one. */
export interface PartialResult<Result> {
  /** Null when nothing could be answered; a field that failed is null in it. */
  readonly data: Result | null;
  /** Empty when all went well. */
  readonly errors: readonly CreatorgraphError[];
}

const OPERATION_NAME = /^\s*(?:query|mutation|subscription)\s+(\w+)/m;

/** Those of `gql/` know their hash, by which a server may know them. */
interface Document {
  toString(): string;
  // As the code generator has it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly __meta__?: Record<string, any> | undefined;
}

/** The request for a document and its variables. */
export function toRequest(document: Document, variables: unknown): GraphQLRequest {
  const query = document.toString();
  const hash: unknown = document.__meta__?.['hash'];
  const operationName = OPERATION_NAME.exec(query)?.[1];
  return {
    query,
    ...(operationName === undefined ? {} : { operationName }),
    variables: (variables ?? {}) as Record<string, unknown>,
    // With the text beside it, since a server of another version may not know the operation.
    ...(typeof hash === 'string' ? { extensions: { persistedQuery: { version: 1, sha256Hash: hash } } } : {}),
  };
}

/** A response with its errors typed. */
export function toPartialResult<Result>(
  { data, errors = [] }: GraphQLResponse,
  status = 200,
  retryAfterSeconds: number | null = null,
): PartialResult<Result> {
  return {
    data: (data ?? null) as Result | null,
    errors: errors.map((error) => parseResponseError(error, status, retryAfterSeconds)),
  };
}

/** The whole result. @throws the first error, if there is any */
export function completeData<Result>({ data, errors }: PartialResult<Result>): Result {
  const [error] = errors;
  if (error !== undefined) throw error;
  if (data === null)
    throw new ServiceUnavailableError({ code: 'SERVICE_UNAVAILABLE', message: 'The answer is empty.' });
  return data;
}

/** Whether a mutation may be sent again: the server knows its repeat by the key. */
export function hasIdempotencyKey(variables: unknown): boolean {
  const input = (variables as { readonly input?: { readonly idempotencyKey?: unknown } } | undefined)?.input;
  return typeof input?.idempotencyKey === 'string';
}

/** A random idempotency key. Works where `crypto.randomUUID` does not: on pages without TLS. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
