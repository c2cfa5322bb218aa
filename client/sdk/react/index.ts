export { CreatorgraphProvider, useCreatorgraph } from './provider.tsx';
export { queryKeys } from './keys.ts';
export {
  connectionOptions,
  connectionsOptions,
  erasureOptions,
  exportOptions,
  importsOptions,
  invitationOptions,
  performanceOptions,
  recommendationRunOptions,
  recommendationsOptions,
  trendSourcesOptions,
  trendsOptions,
  videosOptions,
  viewerOptions,
  workspaceOptions,
} from './queries.ts';
export type {
  ConnectionNode,
  ConnectionResult,
  PerformanceResult,
  List,
  ListPage,
  RunResult,
  TrendNode,
  WorkspaceResult,
} from './queries.ts';
export {
  useConnection,
  useConnections,
  useErasure,
  useExport,
  useImports,
  useInvitation,
  usePerformance,
  useRecommendationRun,
  useRecommendations,
  useTrendSources,
  useTrends,
  useVideos,
  useViewer,
  useWorkspace,
} from './use-queries.ts';
export {
  useAcceptInvitation,
  useCancelRun,
  useDisconnectTikTok,
  useGenerateRecommendations,
  useImportAnalytics,
  useStartTikTokAuth,
  useSyncConnection,
  useUpdateConnection,
  useUpdateRecommendation,
} from './mutations.ts';
export {
  useCreateApiKey,
  useCreateWorkspace,
  useInviteMember,
  useMoveConnection,
  useRemoveMember,
  useRevokeApiKey,
  useRevokeInvitation,
  useUpdateMember,
  useUpdateWorkspace,
} from './people-mutations.ts';
export { useUnwatchTrend, useWatchTrend } from './trend-mutations.ts';
export { useEraseData, useExportData } from './privacy-mutations.ts';
export { useRunStream } from './run-stream.ts';
export type { RunStream } from './run-stream.ts';
export { useConnectionEvents } from './connection-events.ts';
export { useExplodedTrends } from './exploded-trends.ts';
export type { ExplodedTrend } from './exploded-trends.ts';
