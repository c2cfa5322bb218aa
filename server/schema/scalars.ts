import { GraphQLError, type GraphQLScalarTypeConfig, Kind, type ValueNode } from 'graphql';
import { FileUpload } from '../lib/file-upload.ts';
import { isDate } from '../lib/time.ts';
import { builder } from './builder.ts';

// Written here rather than taken from a scalar library: SafeInt must accept the database's bigint, and
// DateTime must print milliseconds in UTC whatever was read.

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

builder.scalarType('DateTime', {
  description: 'RFC 3339 instant in UTC with milliseconds: 2026-11-22T08:00:00.000Z.',
  serialize: (value) => (value instanceof Date ? value : new Date(value)).toISOString(),
  ...parsedFromString((text) => {
    const instant = new Date(text);
    if (!RFC_3339.test(text) || Number.isNaN(instant.getTime())) {
      throw refused(`"${text}" is not an RFC 3339 instant such as 2026-11-22T08:00:00.000Z.`);
    }
    return instant;
  }),
});

builder.scalarType('Date', {
  description: "ISO 8601 calendar day, 2026-11-22, in the connection's time zone unless said otherwise.",
  serialize: (value) => value,
  ...parsedFromString((text) => {
    if (!isDate(text)) throw refused(`"${text}" is not a calendar day such as 2026-11-22.`);
    return text;
  }),
});

builder.scalarType('SafeInt', {
  description:
    'Integer within ±(2^53 − 1), a JSON number. Changes and daily values may be negative: TikTok counters fall.',
  serialize: (value) => safeInteger(Number(value)),
  parseValue: (value) => {
    if (typeof value !== 'number') throw refused('A SafeInt is a JSON number.');
    return safeInteger(value);
  },
  parseLiteral: (node) => {
    if (node.kind !== Kind.INT) throw refused('A SafeInt is an integer.');
    return safeInteger(Number(node.value));
  },
});

builder.scalarType('URL', {
  description: 'Absolute http(s) URL.',
  serialize: (value) => value,
  ...parsedFromString((text) => {
    if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
      throw refused(`"${text}" is not an absolute http(s) URL.`);
    }
    return text;
  }),
});

builder.scalarType('Upload', {
  description:
    'One file of a GraphQL multipart request, at most 200 MB. Such a request carries the header `graphql-require-preflight`, whatever its value. In one operation a file can stand in one place.',
  serialize: () => {
    throw refused('A file is not answered.');
  },
  parseValue: (value) => {
    if (value instanceof FileUpload) return value;
    throw refused('A file comes by a GraphQL multipart request, as the value of a variable.');
  },
  parseLiteral: () => {
    throw refused('A file comes by a GraphQL multipart request, as the value of a variable.');
  },
});

function parsedFromString<T>(
  parse: (text: string) => T,
): Required<Pick<GraphQLScalarTypeConfig<T, unknown>, 'parseValue' | 'parseLiteral'>> {
  const parseValue = (value: unknown): T => {
    if (typeof value !== 'string') throw refused('A string is expected here.');
    return parse(value);
  };
  return {
    parseValue,
    parseLiteral: (node: ValueNode) => parseValue(node.kind === Kind.STRING ? node.value : undefined),
  };
}

function safeInteger(value: number): number {
  if (!Number.isSafeInteger(value)) throw refused('A SafeInt lies within ±(2^53 − 1).');
  return value;
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
