/** What the door lets through, in one place. docs/LIMITS.md says what each is answered with. */
export interface DoorLimits {
  /** Bytes of a request without files … */
  readonly bodyBytes: number;
  /** … and how long it may take to arrive, milliseconds. */
  readonly bodyMs: number;
  /** How long a query or a mutation may take, milliseconds … */
  readonly operationMs: number;
  /** … and one with a file, which has to get here first. */
  readonly uploadMs: number;
  /** How long the header of a request may take to arrive, milliseconds. */
  readonly headerMs: number;
  /** TCP connections of one address, and in all. Proxies that are trusted have as many as they like. */
  readonly connectionsPerAddress: number;
  readonly connections: number;
  /** WebSockets of one address, and in all. */
  readonly socketsPerAddress: number;
  readonly sockets: number;
  /** How long a socket may stay without a word on who it is, milliseconds. */
  readonly connectionInitMs: number;
  /** How often a socket is asked for a sign of life, milliseconds; without one by the next time it is closed. */
  readonly pingMs: number;
  /** Bytes of one message on a socket; documents and variables are far smaller. */
  readonly messageBytes: number;
  /** Operations that one socket may have under way; a page follows a few runs and accounts. */
  readonly operationsPerSocket: number;
}

export const DOOR_LIMITS: DoorLimits = {
  bodyBytes: 1_000_000,
  bodyMs: 30_000,
  operationMs: 30_000,
  uploadMs: 30 * 60_000,
  headerMs: 15_000,
  connectionsPerAddress: 1_000,
  connections: 12_000,
  socketsPerAddress: 200,
  sockets: 10_000,
  connectionInitMs: 5_000,
  pingMs: 12_000,
  messageBytes: 256_000,
  operationsPerSocket: 200,
};
