/** How many tints `accounts.css` has. */
const TINTS = 6;

/** Initials in a tint that stays with the account: TikTok's own pictures are not asked from its servers. */
export function Avatar({ id, name }: { readonly id: string; readonly name: string }) {
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
      {initials}
    </span>
  );
}
