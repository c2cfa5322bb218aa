import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A server in a process of its own. */
export interface ServerNode {
  /** Of its GraphQL. */
  readonly url: string;
  /** Of its first owner. */
  readonly key: string;
  stop(): Promise<void>;
  /** As kill -9 does. */
  kill(): Promise<void>;
}

/** @param script what the process runs, which tells of itself as `server-node.ts` does. */
export async function startNode(
  env: NodeJS.ProcessEnv,
  script = join(import.meta.dirname, 'server-node.ts'),
): Promise<ServerNode> {
  const child = fork(script, {
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const ended = exited.then(() => {
    throw new Error('A node ended before it was ready');
  });
  const [told] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number; key: string }];
  ended.catch(() => undefined);
  return {
    url: `http://127.0.0.1:${String(told.port)}/graphql`,
    key: told.key,
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
