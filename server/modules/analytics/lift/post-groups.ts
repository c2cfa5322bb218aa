import { Matrix } from 'ml-matrix';

/**
 * Z′Z of the groups of `count` posts, Z having a row a post and a column a group: 1 where the post is in it, else 0.
 * CENTRED takes each column's mean out first.
 */
export function crossProductsOf(
  groups: readonly (readonly number[])[],
  count: number,
  columns: 'CENTRED' | 'AS_THEY_ARE',
): Matrix {
  const groupsOfPost = Array.from({ length: count }, (): number[] => []);
  for (const [j, members] of groups.entries()) for (const i of members) groupsOfPost[i]!.push(j);
  const products = Matrix.zeros(groups.length, groups.length);
  for (const together of groupsOfPost) {
    for (const j of together) for (const k of together) products.set(j, k, products.get(j, k) + 1);
  }
  if (columns === 'AS_THEY_ARE') return products;
  for (const [j, a] of groups.entries()) {
    for (const [k, b] of groups.entries())
      products.set(j, k, products.get(j, k) - (a.length * b.length) / count);
  }
  return products;
}
