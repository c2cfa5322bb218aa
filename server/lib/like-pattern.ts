/** A word as LIKE finds it as it is: Prisma hands % and _ on, which would match anything. */
export function literally(word: string): string {
  return word.replaceAll(/[\\%_]/g, '\\$&');
}
