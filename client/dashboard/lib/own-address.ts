/** Pixels: what is shown here is at most 60 wide, on screens with up to three to a point. */
const WIDTH = 180;

/**
 * Where a picture of our server is, seen from this page: the server may be open under another name than its links bear,
 * and pages may show pictures of their own origin alone.
 */
export function ownAddress(url: string): string {
  const { pathname, searchParams } = new URL(url);
  searchParams.set('w', String(WIDTH));
  return `${pathname}?${searchParams.toString()}`;
}
