import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { QueryClient, QueryKey, UseMutationResult } from '@tanstack/react-query';
import type { CreatorgraphClient } from '../client.ts';
import { useCreatorgraph } from './provider.tsx';

type OnSuccess<Result, Variables> = (
  queryClient: QueryClient,
  result: Result,
  variables: Variables,
) => void | Promise<void>;

/**
 * A mutation by the client of the nearest provider.
 *
 * @param onSuccess brings up to date what is cached; where it gives a promise, the mutation is pending until then.
 */
export function useClientMutation<Result, Variables>(
  mutate: (client: CreatorgraphClient, variables: Variables) => Promise<Result>,
  onSuccess?: OnSuccess<Result, Variables>,
): UseMutationResult<Result, Error, Variables> {
  const client = useCreatorgraph();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (variables: Variables) => mutate(client, variables),
    onSuccess: (result, variables) => onSuccess?.(queryClient, result, variables),
  });
}

/** Has what is cached under each of the keys asked for again, and waits for it. */
export function refetching(...keys: readonly QueryKey[]): (queryClient: QueryClient) => Promise<void> {
  return async (queryClient) => {
    await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
  };
}
