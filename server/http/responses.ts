import type { ServerResponse } from 'node:http';

/** On everything we serve. */
const COMMON_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  // What is no page loads nothing and is shown in no frame; pages say for themselves what they need.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Pages of our own load what this server has, and nothing else. */
export const STRICT_CSP =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** @param isHttps whether browsers reach this by HTTPS, and are to come by nothing else from then on. */
export function setCommonHeaders(response: ServerResponse, { isHttps = false } = {}): void {
  for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value);
  if (isHttps) response.setHeader('strict-transport-security', 'max-age=31536000');
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'cache-control': 'no-store' });
  response.end();
}

/** A page of a heading and paragraphs, for what a person meets outside the dashboard. */
export interface Page {
  title: string;
  paragraphs: string[];
  form?: PageForm;
  links?: { href: string; text: string }[];
  /** Below all of it, each under a heading of its own. */
  sections?: { title: string; paragraphs: string[]; links: { href: string; text: string }[] }[];
}

/** Posted to `action` as application/x-www-form-urlencoded. */
export interface PageForm {
  action: string;
  hidden: Record<string, string>;
  /** A new password, and the characters that it may have. */
  password?: { name: string; label: string; min: number; max: number };
  button: string;
}

/** Escapes what it is given. */
export function sendPage(response: ServerResponse, status: number, page: Page): void {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(page.title)} · creatorgraph</title>
<link rel="stylesheet" href="/assets/page.css">
</head>
<body>
<main>
<h1>${escape(page.title)}</h1>
${paragraphsOf(page.paragraphs)}
${page.form === undefined ? '' : formOf(page.form)}
${linksOf(page.links ?? [])}
${(page.sections ?? []).map(sectionOf).join('\n')}
</main>
</body>
</html>
`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': STRICT_CSP,
    'cache-control': 'no-store',
  });
  response.end(html);
}

function paragraphsOf(paragraphs: string[]): string {
  return paragraphs.map((text) => `<p>${escape(text)}</p>`).join('\n');
}

function linksOf(links: { href: string; text: string }[]): string {
  const items = links.map(({ href, text }) => `<li><a href="${escape(href)}">${escape(text)}</a></li>`);
  return items.length > 0 ? `<ul>${items.join('')}</ul>` : '';
}

function sectionOf({ title, paragraphs, links }: NonNullable<Page['sections']>[number]): string {
  return `<section><h2>${escape(title)}</h2>${paragraphsOf(paragraphs)}${linksOf(links)}</section>`;
}

function formOf({ action, hidden, password, button }: PageForm): string {
  const fields = Object.entries(hidden).map(
    ([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
  );
  if (password !== undefined) {
    const { name, label, min, max } = password;
    fields.push(
      `<label>${escape(label)} <input type="password" name="${escape(name)}" autocomplete="new-password" ` +
        `required minlength="${String(min)}" maxlength="${String(max)}"></label>`,
    );
  }
  return `<form method="post" action="${escape(action)}">${fields.join('')}<button>${escape(button)}</button></form>`;
}

/** The look of these pages. */
export const PAGE_CSS = `
:root { color-scheme: light dark; font: 17px/1.55 system-ui, sans-serif; }
body { margin: 0; display: grid; min-height: 100vh; place-items: center; }
main { max-width: 34rem; padding: 2rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; }
a { color: light-dark(#0b57d0, #a8c7fa); }
li { margin: .4rem 0; }
label { display: block; margin: 0 0 1rem; }
input, button { font: inherit; padding: .4rem .7rem; }
label input { display: block; width: 100%; box-sizing: border-box; margin-top: .3rem; }
`;

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);
}
