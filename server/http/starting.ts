import { sendJson, sendPage, setCommonHeaders } from './responses.ts';
import type { Application } from './listener.ts';

/** What is answered between listening and serving: who asks is told to come back, and how far things are. */
export function createStartingApplication(progress: () => string): Application {
  return {
    handle(request, response) {
      setCommonHeaders(response);
      response.setHeader('retry-after', '2');
      const path = (request.url ?? '/').split('?', 1)[0];
      if (path === '/health') {
        sendJson(response, 200, { status: 'ok' });
      } else if (request.headers.accept?.includes('text/html') === true) {
        response.setHeader('refresh', '2');
        sendPage(response, 503, { title: 'Starting', paragraphs: [progress()] });
      } else {
        const message = `The server is starting: ${progress()}`;
        sendJson(response, 503, { errors: [{ message, extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
      }
    },
    upgrade(_request, socket) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\n\r\n');
    },
  };
}
