/** The least that stands between a vendor and 200 readers: each of its lines goes to every socket, by `ws` alone. */
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { WebSocketServer } from 'ws';

const [, , source = ''] = process.argv;
const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
sockets.once('listening', () => {
  process.send?.({ port: (sockets.address() as AddressInfo).port, key: '' });
});
process.on('message', () => {
  get(source, (response) => {
    createInterface({ input: response }).on('line', (line) => {
      for (const client of sockets.clients) client.send(line);
    });
  });
});
process.once('disconnect', () => process.exit());
