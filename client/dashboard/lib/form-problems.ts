import { ValidationError } from '../../sdk/index.ts';
import { toPlainWords } from './plain-error.ts';

/** What a refusal says of each field of a form, and what is left to be said of the whole. */
export interface FormProblems {
  readonly fields: Readonly<Record<string, string>>;
  readonly rest: string | null;
}

/** Puts each issue of a refused input at its field: the path ["input", "scopes", "0"] is of `scopes`. */
export function toFormProblems(error: unknown, names: readonly string[]): FormProblems {
  if (error === null) return { fields: {}, rest: null };
  if (!(error instanceof ValidationError) || error.issues.length === 0)
    return { fields: {}, rest: toPlainWords(error) };
  const said: Record<string, string> = {};
  const others = [];
  for (const issue of error.issues) {
    const name = issue.path.find((step) => names.includes(step));
    if (name === undefined) others.push(`${issue.path.at(-1) ?? 'The input'}: ${issue.message}`);
    else said[name] = said[name] === undefined ? issue.message : `${said[name]}; ${issue.message}`;
  }
  const fields = Object.fromEntries(Object.entries(said).map(([name, text]) => [name, toSentence(text)]));
  return { fields, rest: others.length === 0 ? null : others.join(' ') };
}

/** The server's words go on from a field's name, "must be …"; here they stand alone. */
function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;
}
