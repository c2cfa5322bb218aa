import { type Answer, answerOf, credentialsOf, type OperationOptions, type Variables } from './graphql.ts';

/** A file as a person picks it. */
export interface PickedFile {
  name: string;
  content: string | Uint8Array;
}

/** Sends an operation with a file in the place of `input.file`, as our own client does. */
export async function executeWithFile<Data>(
  url: string,
  query: string,
  variables: Variables & { input: object },
  file: PickedFile,
  { as: caller = null, headers }: OperationOptions,
): Promise<Answer<Data>> {
  const form = new FormData();
  const withNull = { ...variables, input: { ...variables.input, file: null } };
  form.append('operations', JSON.stringify({ query, variables: withNull }));
  form.append('map', JSON.stringify({ 0: ['variables.input.file'] }));
  form.append('0', new Blob([file.content as Uint8Array<ArrayBuffer>]), file.name);
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'graphql-require-preflight': 'true',
      ...credentialsOf(caller),
      ...headers,
    },
    body: form,
  });
  return answerOf<Data>(response, { query, variables, file: file.name });
}
