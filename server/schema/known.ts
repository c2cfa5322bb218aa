/**
 * Declares a nullable column as a non-null field, for the columns of an object that is itself null where they
 * are: the counters kept on a row have all their columns or none. Still an `expose`, so that the schema goes on
 * saying which column is behind the field.
 */
export function known<Options extends object>(options: Options): Options & { nullable: true } {
  return { ...options, nullable: false } as unknown as Options & { nullable: true };
}
