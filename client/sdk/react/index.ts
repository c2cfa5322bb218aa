export { CreatorgraphProvider, useCreatorgraph } from './provider.tsx';
export { queryKeys } from './keys.ts';
export {
  connectionOptions,
  connectionsOptions,
  erasureOptions,
  importsOptions,
  recommendationRunOptions,
  recommendationsOptions,
  videosOptions,
  viewerOptions,
} from './queries.ts';
export type { ConnectionNode, ConnectionResult, List, ListPage, RunResult } from './queries.ts';
export {
  useConnection,
  useConnections,
  useErasure,
  useImports,
  useRecommendationRun,
  useRecommendations,
  useVideos,
  useViewer,
} from './use-queries.ts';
export {
  useAcceptInvitation,
  useCancelRun,
  useDisconnectTikTok,
  useGenerateRecommendations,
  useImportAnalytics,
  useStartTikTokAuth,
  useSyncConnection,
  useUpdateRecommendation,
} from './mutations.ts';
export { useRunStream } from './run-stream.ts';
export type { RunStream } from './run-stream.ts';
export { useConnectionEvents } from './connection-events.ts';
