import { within } from './waiting.ts';

const REQUEST_LIMIT_MS = 60_000;

export interface GraphQLFailure {
  message: string;
  extensions?: { code?: string };
}

export interface Answer<Data> {
  status: number;
  data?: Data | null;
  errors?: readonly GraphQLFailure[];
}

export type Variables = Readonly<Record<string, unknown>>;

/** Where to ask, and as whom. */
export interface Caller {
  url: string;
  key: string | null;
}

/** One operation over HTTP; whatever the server answers is returned, also a refusal. */
export async function ask<Data>(
  caller: Caller,
  query: string,
  variables: Variables = {},
): Promise<Answer<Data>> {
  return post<Data>(caller, JSON.stringify({ query, variables }));
}

/** The same with a body of any kind. */
export async function post<Data>({ url, key }: Caller, body: string): Promise<Answer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...(key !== null && { authorization: `Bearer ${key}` }),
    },
    body,
    signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
  });
  const text = await within(REQUEST_LIMIT_MS, 'the answer', response.text());
  try {
    return { status: response.status, ...(JSON.parse(text) as Omit<Answer<Data>, 'status'>) };
  } catch (error) {
    throw new Error(`HTTP ${String(response.status)} without JSON: ${text.slice(0, 200)}`, { cause: error });
  }
}

/** The data of an operation that must succeed. */
export async function data<Data>(caller: Caller, query: string, variables: Variables = {}): Promise<Data> {
  const answer = await ask<Data>(caller, query, variables);
  if (answer.errors !== undefined || answer.data == null) {
    throw new Error(`HTTP ${String(answer.status)}: ${JSON.stringify(answer.errors ?? null)}`);
  }
  return answer.data;
}
