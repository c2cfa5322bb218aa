import type { ServerResponse } from 'node:http';

import { CREATOR_CONTROLS } from './control.creators.ts';
import { GENERAL_CONTROLS } from './control.general.ts';
import type { Control } from './control.ts';
import { VIDEO_CONTROLS } from './control.videos.ts';
import { WEBHOOK_CONTROLS } from './control.webhook.ts';
import { faultOptionRows, faultRows } from '../faults/fault.docs.ts';
import { escapeHtml } from '../http.ts';
import { sendPage } from '../page.ts';
import { settingRows } from '../settings.ts';

export const CONTROLS: readonly Control[] = [
  ...GENERAL_CONTROLS,
  ...CREATOR_CONTROLS,
  ...VIDEO_CONTROLS,
  ...WEBHOOK_CONTROLS,
];

const controlRows = (): string[][] =>
  CONTROLS.map(({ method, path, description }) => [`\`${method} ${path}\``, description]);
const settingCells = (): string[][] =>
  settingRows().map(({ name, initial, text }) => [`\`${name}\``, `\`${initial}\``, text]);
const faultCells = (): string[][] =>
  faultRows().map(({ kind, on, text, takes }) => [`\`${kind}\``, on, text, takes]);
const optionCells = (): string[][] => faultOptionRows().map(({ name, text }) => [`\`${name}\``, text]);

/** The README's tables, by the heading under which they stand there. */
export function readmeTables(): Record<string, string> {
  return {
    Controls: toMarkdown(['control', 'what it does'], controlRows()),
    Settings: toMarkdown(['setting', 'at first', 'what it does'], settingCells()),
    Faults: toMarkdown(['kind', 'on', 'what a client meets', 'options'], faultCells()),
    'Options of a fault': toMarkdown(['option', 'what it says'], optionCells()),
  };
}

/** The sandbox's page of controls. */
export function sendDocumentation(response: ServerResponse): void {
  sendPage(response, 200, 'Controls', [
    '<h1>TikTok sandbox</h1>',
    "<p>Speaks TikTok's wire protocol: <code>/v2/auth/authorize/</code>, <code>/v2/oauth/token/</code>, <code>/v2/oauth/revoke/</code>, <code>/v2/user/info/</code>, <code>/v2/video/list/</code> and <code>/v2/video/query/</code>.</p>",
    '<h2>Controls</h2>',
    toHtml(controlRows()),
    '<h2>Settings</h2>',
    toHtml(settingCells()),
    '<h2>Faults</h2>',
    toHtml(faultCells()),
    '<h2>Options of a fault</h2>',
    toHtml(optionCells()),
  ]);
}

/** A table as Prettier leaves it: columns padded to their widest cell. */
function toMarkdown(head: string[], rows: string[][]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) =>
    Math.max(...cells.map((row) => Array.from(row[column] ?? '').length)),
  );
  const line = (row: string[]): string =>
    `| ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - Array.from(cell).length)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(cells[0] ?? []), rule, ...cells.slice(1).map(line)].join('\n');
}

/** The first cell is the term, the others say what it is. */
function toHtml(rows: string[][]): string {
  const items = rows.map(([term = '', ...texts]) => {
    const text = texts.filter((cell) => cell !== '').map((cell) => toInlineHtml(cell));
    return `<dt>${toInlineHtml(term)}</dt><dd>${text.join('<br>')}</dd>`;
  });
  return `<dl>${items.join('\n')}</dl>`;
}

function toInlineHtml(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
