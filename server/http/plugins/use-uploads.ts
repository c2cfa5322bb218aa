import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { MultipartError, type MultipartRequest, readMultipart } from '../multipart.ts';
import { PREFLIGHT_HEADERS } from '../session-cookie.ts';

/**
 * Operations that bring a file. Yoga's own parser would hold all of it in memory before anybody is asked whether it may
 * come; here the operation begins when the file does, and reads it or does not.
 *
 * A form of any page may post `multipart/form-data` here, and the browser adds the cookies that it has of us. So a header is
 * asked for that no form can set.
 */
export function useUploads(): Plugin {
  const pending = new WeakMap<Request, MultipartRequest>();
  return {
    onRequestParse: ({ request, setRequestParser }) => {
      const contentType = request.headers.get('content-type') ?? '';
      if (request.method !== 'POST' || !/^multipart\/form-data\b/i.test(contentType)) return;
      setRequestParser(async () => {
        const { body } = request;
        if (body === null) throw refused('The request has no body.');
        const multipart = readMultipart(contentType, body);
        pending.set(request, multipart);
        if (!PREFLIGHT_HEADERS.some((name) => request.headers.has(name))) {
          throw refused(
            `A request with a file carries one of the headers ${PREFLIGHT_HEADERS.join(', ')}, whatever its value.`,
          );
        }
        try {
          // Whether it is an operation is looked at by Yoga.
          return (await multipart.operations) as GraphQLParams;
        } catch (error) {
          if (error instanceof MultipartError) throw refused(error.message, error.isTooLarge);
          throw error;
        }
      });
    },
    onResponse: ({ request }) => {
      pending.get(request)?.release();
    },
  };
}

function refused(message: string, isTooLarge = false): GraphQLError {
  return new GraphQLError(message, {
    extensions: isTooLarge
      ? { code: 'PAYLOAD_TOO_LARGE', http: { status: 413 } }
      : { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}
