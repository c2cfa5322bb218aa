import { TestEnvironment } from 'jest-environment-jsdom';

/** What browsers have and jsdom lacks or has in a form that Node's fetch does not take. */
const FROM_NODE = [
  'fetch',
  'Headers',
  'Request',
  'Response',
  'ReadableStream',
  'TextDecoder',
  'TextEncoder',
  'AbortController',
  'AbortSignal',
  'WebSocket',
] as const;

/** jsdom with real sockets. */
export default class BrowserEnvironment extends TestEnvironment {
  /** The scripted server runs here too, and `ws` gives browsers an empty package. */
  override exportConditions(): string[] {
    return ['node', 'node-addons'];
  }

  override async setup(): Promise<void> {
    await super.setup();
    // Nothing has a place there to scroll to.
    this.global.Element.prototype.scrollIntoView = () => undefined;
    for (const name of FROM_NODE) this.global[name] = globalThis[name] as never;
  }
}
