import { createServer as createTlsServer } from 'node:https';
import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Agent, fetch } from 'undici';
import { LOCALHOST } from './localhost.fixture.ts';
import { createPublicAgent, isPublicAddress, PrivateAddressError } from './public-agent.ts';

describe('an address', () => {
  it.each([
    ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254'],
    ...['100.64.0.1', '224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '240.0.0.1'],
    ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1'],
    // An IPv4 address inside.
    ...[
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:10.0.0.1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      '2001::1',
    ],
    ...['', 'localhost', '8.8.8.8.8'],
    undefined,
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '::ffff:8.8.8.8', '2606:4700:4700::1111'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it('of a private network is never public, as IPv4 or inside IPv6', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const inside = fc.oneof(
      fc.tuple(fc.constantFrom(10, 127, 0), byte, byte, byte),
      fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
      fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
    );
    fc.assert(
      fc.property(inside, (bytes) => {
        const address = bytes.join('.');
        expect([isPublicAddress(address), isPublicAddress(`::ffff:${address}`)]).toEqual([false, false]);
      }),
    );
  });
});

describe('the agent for public addresses', () => {
  let agent: Agent;
  afterEach(() => agent.destroy());

  it('says nothing to another address, encrypted or not', async () => {
    let said = 0;
    const server = createTcpServer((socket) => {
      socket.on('data', (data) => (said += data.length));
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    agent = createPublicAgent(1_000);
    for (const protocol of ['http', 'https']) {
      const asked = fetch(`${protocol}://127.0.0.1:${port}/`, { dispatcher: agent });
      await expect(asked).rejects.toMatchObject({ cause: expect.any(PrivateAddressError) });
    }
    await new Promise((resolve) => server.close(resolve));
    expect(said).toBe(0);
  });

  describe('where the address is allowed', () => {
    const answer = (_request: unknown, response: { end(text: string): unknown }) => response.end('hello');
    const servers: Server[] = [];
    const urls: string[] = [];
    const trusted = tls.getCACertificates('default');
    beforeAll(async () => {
      for (const [protocol, server] of [
        ['http', createHttpServer(answer)],
        ['https', createTlsServer(LOCALHOST, answer)],
      ] as const) {
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        servers.push(server);
        urls.push(`${protocol}://localhost:${(server.address() as AddressInfo).port}/`);
      }
    });
    afterAll(async () => {
      tls.setDefaultCACertificates(trusted);
      for (const server of servers) await new Promise((resolve) => server.close(resolve));
    });

    it('goes on with HTTP or TLS on the same socket, and checks the certificate', async () => {
      agent = createPublicAgent(1_000, () => true);
      const [plain, encrypted] = urls as [string, string];
      expect(await (await fetch(plain, { dispatcher: agent })).text()).toBe('hello');
      await expect(fetch(encrypted, { dispatcher: agent })).rejects.toMatchObject({
        cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      });
      tls.setDefaultCACertificates([...trusted, LOCALHOST.cert]);
      for (const _turn of [1, 2]) {
        expect(await (await fetch(encrypted, { dispatcher: agent })).text()).toBe('hello');
      }
      const byAddress = encrypted.replace('localhost', '127.0.0.1');
      await expect(fetch(byAddress, { dispatcher: agent })).rejects.toMatchObject({
        cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      });
    });
  });
});
