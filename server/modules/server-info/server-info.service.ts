import type { Services } from '../../app/services.ts';
import packageJson from '../../../package.json' with { type: 'json' };

export interface ServerInfo {
  version: string;
  mode: 'SANDBOX' | 'LIVE';
  recommendationEngine: 'OPENAI' | 'STATISTICAL';
  database: string;
  pubSub: string;
  fileStore: string;
}

export function serverInfo({
  config,
  engines,
  database,
  pubsub,
  files,
}: Pick<Services, 'config' | 'engines' | 'database' | 'pubsub' | 'files'>): ServerInfo {
  return {
    version: packageJson.version,
    mode: config.mode,
    recommendationEngine: engines.default.name,
    database: database.kind,
    pubSub: pubsub.kind,
    fileStore: files.kind,
  };
}
