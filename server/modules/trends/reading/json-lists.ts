import { quote } from '../../imports/reading/cell.ts';
import type { JsonValue } from '../../imports/reading/json-values.ts';
import { isObject, type JsonObject, memberOf, objectOf } from './json-item.ts';
import { formOf, type ListForm } from './list-forms.ts';

/** A list in an answer, or why there is none. */
export type FoundList =
  { form: Extract<ListForm, { format: unknown }>; items: readonly JsonValue[] } | { refusal: string };

const NO_LIST = 'It holds no list of hashtags or sounds of Creative Center or of the discover page.';

/**
 * The lists of an answer, wherever in it they are: it may be saved as it came, without its envelope, as the items alone, or
 * within the state of a page. Never empty: what holds no list says so.
 */
export function listsOf(answer: JsonValue): FoundList[] {
  const found = search(answer);
  return found.length > 0 ? found : [{ refusal: NO_LIST }];
}

function search(value: JsonValue): FoundList[] {
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    const form = firstForm(items);
    return form === null ? items.flatMap(search) : [toList(form, items)];
  }
  if (!isObject(value)) return [];
  const refusal = refusalOf(value);
  if (refusal !== null) return [{ refusal }];
  const form = formOf(value);
  return form === null ? Object.values(value).flatMap(search) : [toList(form, [value])];
}

function firstForm(items: readonly JsonValue[]): ListForm | null {
  for (const item of items) {
    const form = isObject(item) ? formOf(item) : null;
    if (form !== null) return form;
  }
  return null;
}

function toList(form: ListForm, items: readonly JsonValue[]): FoundList {
  return 'holds' in form
    ? { refusal: `It holds ${form.holds}; only hashtags and sounds are read.` }
    : { form, items };
}

/** What TikTok says instead of a list, mostly under HTTP's 200. */
function refusalOf(answer: JsonObject): string | null {
  const code = memberOf(answer, 'code');
  const message = memberOf(answer, 'msg');
  if (code !== undefined && message !== undefined) {
    if (Number(code) !== 0) return refused(code, message);
    if (message === 'deprecated') return 'TikTok answered that it has given this list up (deprecated).';
  }
  const base = objectOf(answer, 'BaseResp');
  const status = memberOf(base, 'StatusCode') ?? 0;
  return Number(status) === 0 ? null : refused(status, memberOf(base, 'StatusMessage'));
}

function refused(code: JsonValue, message: JsonValue | undefined): string {
  const words = typeof message === 'string' && message !== '' ? ` ${quote(message)}` : '';
  const number = typeof code === 'number' || typeof code === 'string' ? ` ${quote(String(code))}` : '';
  return `TikTok refused this answer:${number}${words}. It holds no list.`;
}
