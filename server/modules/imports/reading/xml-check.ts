/** A tag as it is written, without the prefix of its namespace. */
export interface XmlTag {
  name: string;
  /** `r="A1" t="str"` */
  attributes: string;
}

/** What XML consists of: an instruction, a comment, a literal, a tag, or text. Anything else is none. */
const PIECE =
  /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<(\/?)([^\s<>/="']+)((?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;

/**
 * Whether `text` is one well-formed element of XML, and all its opening tags so far as it is. The reader of workbooks takes damage
 * for fine: after a quotation mark that is missing it gives a cell the text of another one, many rows below. Type declarations
 * are refused, since they may define what grows without bound.
 *
 * @param onTag Called with every opening tag, in order.
 */
export function isWellFormed(text: string, onTag: (tag: XmlTag) => void): boolean {
  const open: string[] = [];
  let hasRoot = false;
  PIECE.lastIndex = /^\uFEFF?/.exec(text)![0].length;
  while (PIECE.lastIndex < text.length) {
    const piece = PIECE.exec(text);
    if (piece === null) return false;
    const [, close, name, attributes, selfClose, words] = piece;
    if (words !== undefined) {
      if (open.length === 0 && words.trim() !== '') return false;
    } else if (name === undefined) {
      if (open.length === 0 && piece[0].startsWith('<![')) return false;
    } else if (close === '/') {
      if (attributes !== '' || selfClose !== '' || open.pop() !== name) return false;
    } else {
      if (open.length === 0 && hasRoot) return false;
      hasRoot = true;
      onTag({ name: name.replace(/^.*:/, ''), attributes: attributes! });
      if (selfClose === '') open.push(name);
    }
  }
  return hasRoot && open.length === 0;
}
