import { expect, it } from '@jest/globals';
import { createSchema, createYoga } from 'graphql-yoga';
import type { Refusal } from '../refusals.ts';
import { useTimeLimit } from './use-time-limit.ts';

it('gives up what takes too long, says so, and tells whoever works on it', async () => {
  const counted: Refusal[] = [];
  let isTold: () => void;
  const told = new Promise<void>((resolve) => {
    isTold = resolve;
  });
  const yoga = createYoga({
    schema: createSchema<{ signal: AbortSignal }>({
      typeDefs: 'type Query { quick: Int slow: Int }',
      resolvers: {
        Query: {
          quick: () => 1,
          slow: (_root, _args, { signal }) =>
            new Promise(() => {
              signal.addEventListener('abort', isTold);
            }),
        },
      },
    }),
    context: ({ request }) => ({ signal: request.signal }),
    plugins: [useTimeLimit({ operationMs: 50, uploadMs: 50 }, { count: (reason) => counted.push(reason) })],
  });
  const ask = async (query: string) => {
    const response = await yoga.fetch(`http://test/graphql?query=${encodeURIComponent(query)}`);
    return [response.status, (await response.json()) as unknown];
  };
  expect(await ask('{ quick }')).toEqual([200, { data: { quick: 1 } }]);
  expect(await ask('{ slow }')).toEqual([
    503,
    {
      errors: [
        {
          message: 'This took longer than 0.05 s and was given up.',
          extensions: { code: 'SERVICE_UNAVAILABLE' },
        },
      ],
    },
  ]);
  await told;
  expect(counted).toEqual(['time']);
});
