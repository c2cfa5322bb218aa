import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Log } from '../../lib/log.ts';
import { toPublicError } from '../error-mapping.ts';
import type { Refusals } from '../refusals.ts';
import { type AskedDocument, PersistedQueryOnlyError, type TrustedDocuments } from '../trusted-documents.ts';

/** Puts the text of a known operation in the place of its hash. Sockets do the same for themselves. */
export function useTrustedDocuments(documents: TrustedDocuments, refusals: Refusals, log: Log): Plugin {
  return {
    onParams(event) {
      const { documentId, ...rest } = event.params as GraphQLParams & AskedDocument;
      try {
        const query = documents.textOf({ ...rest, documentId });
        event.setParams(query === undefined ? rest : { ...rest, query });
      } catch (error) {
        if (error instanceof PersistedQueryOnlyError) refusals.count('unknown_document');
        event.setResult({ errors: [toPublicError(error, log)] });
      }
    },
  };
}
