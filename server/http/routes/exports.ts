import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Services } from '../../app/services.ts';
import { findDownload, readDownload, spendDownload } from '../../modules/privacy/export.service.ts';
import { sendJson } from '../responses.ts';

/**
 * Answers `/api/exports/<secret>`: the ZIP of an export. Its link ends with the first download that is complete; one that
 * breaks off may be begun again.
 */
export async function sendExport(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  secret: string,
): Promise<void> {
  const found = await findDownload(services, secret);
  const gone = (): void => {
    sendJson(response, 404, { error: 'Nothing is here: the link is spent, too old or unknown.' });
  };
  if (found === null) {
    gone();
    return;
  }
  response.setHeader('cache-control', 'no-store');
  const headers = {
    'content-type': 'application/zip',
    'content-length': Number(found.bytes),
    'content-disposition': 'attachment; filename="creatorgraph-export.zip"',
  };
  if (request.method === 'HEAD') {
    response.writeHead(200, headers).end();
    return;
  }
  const file = await readDownload(services, found);
  if (file === null) {
    gone();
    return;
  }
  response.writeHead(200, headers);
  try {
    await pipeline(file, response);
  } catch (error) {
    services.log.debug({ exportId: found.id, err: error }, 'A download of an export broke off');
    return;
  }
  await spendDownload(services, found);
}
