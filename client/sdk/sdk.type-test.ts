import { createClient, isErrorResult, unwrap } from './index.ts';
import type { RecommendationRunQuery, SyncConnectionMutation, VideosQuery } from './index.ts';
import { RecommendationRunDocument, VideosDocument, ViewerDocument } from './index.ts';

/** Compiles only where the value has the type, so `tsc` is the test. */
declare function accept<T>(value: T): T;

const client = createClient({ url: '/graphql' });

// Variables are optional where the operation needs none …
void accept<Promise<{ readonly serverInfo: { readonly version: string } }>>(client.query(ViewerDocument));
void accept<Promise<VideosQuery>>(client.query(VideosDocument));
void accept<Promise<RecommendationRunQuery>>(client.query(RecommendationRunDocument, { id: 'run-1' }));
// @ts-expect-error: … and required where it does: a run has an id.
void client.query(RecommendationRunDocument);
// @ts-expect-error: ids are strings; TikTok's are longer than a number can hold.
void client.query(RecommendationRunDocument, { id: 1 });
// @ts-expect-error: a range is one of two forms, never both.
void client.query(VideosDocument, { filter: { posted: { lastDays: 7, between: { from: '', to: '' } } } });

declare const synced: SyncConnectionMutation['syncConnection'];
accept<'TikTokConnection'>(unwrap(synced).__typename);
// @ts-expect-error: a result may be a failure until it was unwrapped.
accept<{ readonly timezone: string }>(synced);
if (isErrorResult(synced)) accept<string>(synced.message);
else accept<string>(synced.timezone);

// Scalars are what JSON makes of them, never `any`.
declare const video: NonNullable<VideosQuery['videos']>['edges'][number]['node'];
accept<string>(video.postedAt);
accept<number | null | undefined>(video.metrics?.views);
// @ts-expect-error: counters can be missing.
accept<number>(video.metrics?.views);

for await (const node of client.paginate(VideosDocument, {}, (data) => data.videos))
  accept<string>(node.tikTokId);
for await (const event of client.followRun('run-1'))
  if (event.__typename === 'RecommendationDelta') accept<string>(event.text);
