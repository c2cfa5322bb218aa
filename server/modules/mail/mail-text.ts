import type { MailContent } from './mail.service.ts';

/** A mail as plain text. */
export function textOf({ paragraphs, action, closing = [] }: MailContent): string {
  return [...paragraphs, ...(action === undefined ? [] : [action.url]), ...closing].join('\n\n');
}

/** The same as HTML without pictures, scripts or anything to be fetched. */
export function htmlOf({ subject, paragraphs, action, closing = [] }: MailContent): string {
  const lines = [
    ...paragraphs.map(paragraphOf),
    ...(action === undefined
      ? []
      : [`<p><a href="${escape(action.url)}">${escape(action.label)}</a></p>`, paragraphOf(action.url)]),
    ...closing.map(paragraphOf),
  ];
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(subject)}</title></head>` +
    `<body style="font: 16px/1.5 sans-serif">${lines.join('\n')}</body></html>`
  );
}

function paragraphOf(text: string): string {
  return `<p>${escape(text)}</p>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);
}
