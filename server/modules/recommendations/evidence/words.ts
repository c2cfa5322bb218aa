// How figures and texts are put into the sentences of evidence, in English.

/** At most three digits that count: 12,300; 3.42. */
export function show(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

/** Of a fraction. */
export function percent(value: number): string {
  return value.toLocaleString('en', { style: 'percent', maximumSignificantDigits: 2 });
}

/** Of a fraction: `+25%`. */
export function signedPercent(value: number): string {
  return value.toLocaleString('en', {
    style: 'percent',
    maximumSignificantDigits: 2,
    signDisplay: 'exceptZero',
  });
}

export function posts(count: number): string {
  return count === 1 ? '1 post' : `${String(count)} posts`;
}

/** In quotation marks, those within made single, on one line, at most 80 characters. */
export function quoted(title: string): string {
  const words = title.replaceAll('“', '‘').replaceAll('”', '’');
  const characters = [...words.replaceAll(/\s+/g, ' ').trim()];
  return `“${characters.length <= 80 ? characters.join('') : `${characters.slice(0, 79).join('')}…`}”`;
}
