/** Creative Center's industries, by their ids. */
const INDUSTRIES: ReadonlyMap<string, string> = new Map([
  ['10000000000', 'Education'],
  ['11000000000', 'Vehicle & Transportation'],
  ['12000000000', 'Baby, Kids & Maternity'],
  ['14000000000', 'Beauty & Personal Care'],
  ['15000000000', 'Tech & Electronics'],
  ['17000000000', 'Travel'],
  ['18000000000', 'Household Products'],
  ['19000000000', 'Pets'],
  ['21000000000', 'Home Improvement'],
  ['22000000000', 'Apparel & Accessories'],
  ['23000000000', 'News & Entertainment'],
  ['25000000000', 'Games'],
  ['27000000000', 'Food & Beverage'],
  ['28000000000', 'Sports & Outdoor'],
  ['29000000000', 'Health'],
]);

/** TikTok's name of the first industry that is known; where there are only others, the first of these is told. */
export function industryOf(ids: readonly string[]): {
  category: string | null;
  unknownIndustry: string | null;
} {
  const known = ids.find((id) => INDUSTRIES.has(id));
  return known === undefined
    ? { category: null, unknownIndustry: ids[0] ?? null }
    : { category: INDUSTRIES.get(known)!, unknownIndustry: null };
}
