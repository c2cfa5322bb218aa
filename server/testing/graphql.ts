import { inspect } from 'node:util';

export interface PublicError {
  message: string;
  path?: (string | number)[];
  locations?: unknown[];
  extensions: { code: string; errorId?: string; issues?: { path: string[]; message: string }[] } & Record<
    string,
    unknown
  >;
}

/** What a server answered to an operation. */
export interface Answer<Data> {
  status: number;
  headers: Headers;
  /** The body as it came. */
  text: string;
  data: Data | null | undefined;
  errors: PublicError[] | undefined;
  /** The data, where there is any and no error; throws with all that was said otherwise. */
  expectData(): Data;
  /** The errors; throws with all that was said where there is none. */
  expectErrors(): PublicError[];
}

/** An API key, or a person's browser with the cookie of a session, and the page it shows; null: signed out. */
export type Caller = string | { readonly cookie: string; readonly origin?: string } | null;

export interface OperationOptions {
  /** @default the key of the first workspace's owner */
  as?: Caller;
  headers?: Record<string, string>;
  operationName?: string;
}

export type Variables = Record<string, unknown>;

/** Sends an operation as our own client does. */
export async function execute<Data>(
  url: string,
  query: string,
  variables: Variables,
  { as: caller = null, headers, operationName }: OperationOptions,
): Promise<Answer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...credentialsOf(caller),
      ...headers,
    },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return answerOf<Data>(response, { query, variables });
}

/** What a caller shows of himself. */
export function credentialsOf(caller: Caller): Record<string, string> {
  if (caller === null) return {};
  if (typeof caller === 'string') return { authorization: `Bearer ${caller}` };
  const { cookie, origin } = caller;
  return { cookie, ...(origin === undefined ? {} : { origin }) };
}

/** Reads any GraphQL answer; `asked` is shown where an expectation fails. */
export async function answerOf<Data>(response: Response, asked: object): Promise<Answer<Data>> {
  const text = await response.text();
  const { status, headers } = response;
  let body: { data?: Data | null; errors?: PublicError[] } = {};
  let problem = '';
  try {
    body = JSON.parse(text) as typeof body;
  } catch (error) {
    problem = `\n${String(error)}`;
  }
  const dump = () =>
    new Error(`${inspect(asked, { depth: 9 })}\nwas answered ${String(status)}:\n${text}${problem}`);
  return {
    status,
    headers,
    text,
    data: body.data,
    errors: body.errors,
    expectData() {
      if (body.data == null || body.errors !== undefined) throw dump();
      return body.data;
    },
    expectErrors() {
      if (body.errors === undefined) throw dump();
      return body.errors;
    },
  };
}
