/** A Relay page, as every list of the API is. */
export interface Page<Node> {
  readonly edges: readonly { readonly node: Node }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/**
 * Nodes of all pages, the next page fetched when the loop asks for it.
 * @param fetchPage gives the page after a cursor; null (a failed or vanished parent) ends the loop
 */
export async function* paginate<Node>(
  fetchPage: (after: string | undefined) => Promise<Page<Node> | null>,
  { limit = Infinity }: { readonly limit?: number | undefined } = {},
): AsyncGenerator<Node> {
  let after: string | undefined;
  let left = limit;
  while (left > 0) {
    const page = await fetchPage(after);
    if (page === null) return;
    for (const { node } of page.edges) {
      yield node;
      left -= 1;
      if (left <= 0) return;
    }
    const { hasNextPage, endCursor } = page.pageInfo;
    // A cursor that does not move would ask for the same page for ever.
    if (!hasNextPage || endCursor === null || endCursor === after) return;
    after = endCursor;
  }
}

/** An array of what an async iterable gives, at most `cap` of it. */
export async function collect<T>(items: AsyncIterable<T>, cap: number): Promise<T[]> {
  const collected: T[] = [];
  if (cap <= 0) return collected;
  for await (const item of items) {
    collected.push(item);
    if (collected.length >= cap) break;
  }
  return collected;
}
