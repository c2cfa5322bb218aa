import { readFileSync } from 'node:fs';
import { DomainError, ValidationError } from '../lib/errors.ts';

/** Written by `npm run generate`: the operations of our own client by their hashes, `sha256:…`. */
const MANIFEST = new URL('../../client/sdk/gql/persisted-documents.json', import.meta.url);

/** How a request says which operation it wants. */
export interface AskedDocument {
  readonly query?: string | null | undefined;
  /** A hash, as the GraphQL over HTTP working group proposes. */
  readonly documentId?: unknown;
  /** A hash, as Apollo's clients send it: `persistedQuery.sha256Hash`. */
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Operations that are known by hash. */
export interface TrustedDocuments {
  /**
   * The text to execute: where only known documents are accepted that of the hash, whatever text came along; else what was
   * sent, and that of the hash where no text was. Undefined where there is neither.
   *
   * @throws PersistedQueryOnlyError where only known documents are accepted and this is none.
   * @throws ValidationError for a hash of nothing.
   */
  textOf(asked: AskedDocument): string | undefined;
}

/** Only the operations that the server knows by hash are accepted, and this is none of them. */
export class PersistedQueryOnlyError extends DomainError {
  readonly code = 'PERSISTED_QUERY_ONLY';
}

export function createTrustedDocuments({ isOnly }: { isOnly: boolean }): TrustedDocuments {
  const byHash = new Map(
    Object.entries(JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, string>),
  );
  return {
    textOf(asked) {
      const hash = hashOf(asked);
      const known = hash === undefined ? undefined : byHash.get(hash);
      if (isOnly) {
        if (known !== undefined) return known;
        throw new PersistedQueryOnlyError(
          'Only operations of the shipped client are accepted here, named by their hash.',
        );
      }
      const { query } = asked;
      if (typeof query === 'string' && query !== '') return query;
      if (hash !== undefined && known === undefined) {
        throw new ValidationError([{ path: ['documentId'], message: 'no operation is known by this hash' }]);
      }
      return known;
    },
  };
}

function hashOf({ documentId, extensions }: AskedDocument): string | undefined {
  const persisted = extensions?.['persistedQuery'];
  const named =
    typeof persisted === 'object' && persisted !== null && 'sha256Hash' in persisted
      ? persisted.sha256Hash
      : undefined;
  const hash = documentId ?? named;
  if (typeof hash !== 'string') return undefined;
  return hash.startsWith('sha256:') ? hash : `sha256:${hash}`;
}
