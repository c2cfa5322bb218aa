export { createClient } from './client.ts';
export type {
  ClientOptions,
  ConnectionEvent,
  CreatorgraphClient,
  RequestOptions,
  RunEvent,
} from './client.ts';
export type { BackoffOptions } from './backoff.ts';
export * from './errors.ts';
export type { FollowOptions, FollowState } from './follow.ts';
export * from './gql/graphql.ts';
export { newIdempotencyKey } from './operation.ts';
export type { OperationDocument, PartialResult } from './operation.ts';
export { collect, paginate } from './paginate.ts';
export type { Page } from './paginate.ts';
export { INITIAL_RUN_STATE, foldRunEvents, isFinished } from './run-text.ts';
export type { RecommendationDraft, RunState } from './run-text.ts';
export type { DeprecationNotice } from './transport/http.ts';
