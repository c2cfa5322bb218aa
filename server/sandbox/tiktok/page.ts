import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import { escapeHtml, send } from './http.ts';

const STYLE = `
:root { color-scheme: light dark; --ground: #f3f4f6; --card: #fff; --ink: #14161a; --soft: #5b6270; --line: #d9dce2;
  --accent: #0b6e75; --accent-ink: #fff; --note: #fff4cf; --note-ink: #553f00; }
@media (prefers-color-scheme: dark) { :root { --ground: #101216; --card: #1a1d23; --ink: #f1f2f4; --soft: #a3aab7;
  --line: #343a45; --accent: #4cc3cb; --accent-ink: #06282b; --note: #3a2f0c; --note-ink: #ffe59a; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: start center; padding: 1.5rem 1rem 3rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 34rem; background: var(--card); border: 1px solid var(--line); border-radius: 1rem;
  padding: 1.5rem; overflow-wrap: anywhere; }
.note { margin: 0 0 1.25rem; padding: .75rem 1rem; border-radius: .6rem; background: var(--note); color: var(--note-ink); }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .25rem; }
h2 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
p { margin: .25rem 0; } .hint, small { color: var(--soft); } small { display: block; font-size: .875rem; }
fieldset { border: 0; margin: 1.5rem 0 0; padding: 0; } legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
.row { display: flex; align-items: center; gap: .85rem; min-height: 3.25rem; padding: .5rem .75rem; cursor: pointer;
  border: 1px solid var(--line); border-radius: .75rem; margin-bottom: .5rem; }
.row:has(:checked) { border-color: var(--accent); } .row:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.row span { flex: 1; min-width: 0; } .row img, .avatar { border-radius: 50%; } input { accent-color: var(--accent); margin: 0; }
input[type=radio] { width: 1.2rem; height: 1.2rem; flex: none; }
input[type=text] { font: inherit; padding: .4rem .6rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--ground);
  color: inherit; }
input[role=switch] { appearance: none; flex: none; width: 2.75rem; height: 1.6rem; border-radius: 1rem; cursor: pointer;
  background: var(--soft); position: relative; outline: none; }
input[role=switch]::before { content: ''; position: absolute; inset: .2rem auto .2rem .2rem; width: 1.2rem; border-radius: 50%;
  background: var(--card); transition: translate .15s; }
input[role=switch]:checked { background: var(--accent); } input[role=switch]:checked::before { translate: 1.15rem; }
input[role=switch]:disabled { opacity: .6; cursor: default; }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
button { flex: 1 1 9rem; min-height: 2.9rem; border-radius: .75rem; border: 1px solid var(--line); background: transparent;
  color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.cover { max-width: 100%; max-height: 60vh; border-radius: .75rem; } code { font-size: .9em; } dt { font-weight: 600; margin-top: .75rem; } dd { margin: 0; }
@media (prefers-reduced-motion: reduce) { input[role=switch]::before { transition: none; } }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * One of the sandbox's pages: no script, nothing from elsewhere. `body` is HTML. `formOrigins`: where a form's
 * answer may redirect to, since browsers hold a redirect after a form to `form-action`, too.
 */
export function sendPage(
  response: ServerResponse,
  status: number,
  title: string,
  body: string[],
  formOrigins: string[] = [],
): void {
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)} · TikTok sandbox</title><style>${STYLE}</style></head>
<body><main>
<p class="note"><strong>This is a sandbox, not TikTok.</strong> It runs on your machine; its creators are simulated and no real account is involved.</p>
${body.join('\n')}
</main></body>
</html>
`;
  send(response, status, 'text/html; charset=utf-8', html, {
    'content-security-policy': [
      "default-src 'none'",
      `style-src 'sha256-${STYLE_HASH}'`,
      "img-src 'self'",
      ['form-action', "'self'", ...formOrigins].join(' '),
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
  });
}
