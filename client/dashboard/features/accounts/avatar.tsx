import { Picture } from '../../components/ui/picture.tsx';

/** How many tints `accounts.css` has. */
const TINTS = 6;

/** The account's picture; until our server has a copy, initials in a tint that stays with the account. */
export function Avatar({
  id,
  name,
  url,
}: {
  readonly id: string;
  readonly name: string;
  readonly url: string | null;
}) {
  const initials = name
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .slice(0, 2)
    .map((word) => Array.from(word)[0] ?? '')
    .join('')
    .toUpperCase();
  // FNV-1a: ids differ in a few letters, and the tints must not follow those.
  const hash = Array.from(id).reduce(
    (sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16_777_619),
    2_166_136_261,
  );
  const tint = (hash >>> 16) % TINTS;
  return (
    <span className={`avatar avatar-${String(tint)}`} aria-hidden="true">
      <Picture url={url} placeholder={initials} />
    </span>
  );
}
