/** What the sandbox's model is like, where it is not careful; `handler.ts` says what each does. */
export const CHARACTERS = ['lying', 'obedient'] as const;

export type Character = (typeof CHARACTERS)[number];

/** The character that a model's name asks for: `sandbox-lying` → `lying`. */
export function characterOf(model: string): Character | null {
  return CHARACTERS.find((character) => model.endsWith(`-${character}`)) ?? null;
}
