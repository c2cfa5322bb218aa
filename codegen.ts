import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents of the SDK, one constant per operation, from the printed schema and `client/sdk/operations`. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['client/sdk/operations/*.graphql'],
  importExtension: '.ts',
  generates: {
    'client/sdk/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: true },
      config: {
        documentMode: 'string',
        useTypeImports: true,
        immutableTypes: true,
        strictScalars: true,
        scalars: {
          ID: 'string',
          DateTime: 'string',
          Date: 'string',
          URL: 'string',
          SafeInt: 'number',
          // A File is one too, and brings its name along.
          Upload: 'Blob',
        },
      },
      hooks: {
        // Without the mark a bundler must keep every document, used or not: a constructor may have effects. The
        // preset does not pass `pureMagicComment` on.
        beforeOneFileWrite: (_path: string, content: string) =>
          content.replaceAll('= new TypedDocumentString(', '= /*#__PURE__*/ new TypedDocumentString('),
      },
    },
  },
};

export default config;
