/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** From the mail's link. */
export type AcceptInvitationInput = {
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** The query parameter `token` of the link. */
  readonly token: string;
};

/** What a key may touch, within its role. */
export type ApiKeyScope =
  /** Export, erase, people, keys. */
  | 'ADMINISTER'
  /** Connect, sync, import, disconnect. */
  | 'COLLECT'
  /** All queries and subscriptions, and the fields of what a mutation answers with; without it, its id alone. */
  | 'READ'
  /** Runs and recommendations. */
  | 'RECOMMEND';

/** The run to stop. */
export type CancelRecommendationRunInput = {
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** Which run. */
  readonly runId: string;
};

/** Whether we can still ask TikTok. */
export type ConnectionStatus =
  /** Tokens are alive. */
  | 'ACTIVE'
  /** Tokens are dead or a needed scope is gone; connect again. */
  | 'REAUTHORIZATION_REQUIRED'
  /** Disconnected here or at TikTok; history kept. */
  | 'REVOKED';

/** A key, and what it may do. */
export type CreateApiKeyInput = {
  /** When it ends by itself; null: never. A key that makes a key cannot let it outlive itself. */
  readonly expiresAt?: string | null | undefined;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** To tell it from others: 1–100 printable characters. */
  readonly name: string;
  /** The ceiling of what it may do: at most your own role. */
  readonly role: WorkspaceRole;
  /** What it may touch; at least one. A key that makes a key can hand on only what it has. */
  readonly scopes: ReadonlyArray<ApiKeyScope>;
  /** The workspace it acts for. */
  readonly workspaceId: string;
};

/** A workspace of your own. */
export type CreateWorkspaceInput = {
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** For people: 1–100 printable characters. */
  readonly name: string;
  /** For addresses: 1–50 of a–z, 0–9 and single hyphens between them; unique. Default: from the name. */
  readonly slug?: string | null | undefined;
};

/** One of: the last n whole days, today included, in the connection's time zone; or given days. */
export type DateRangeInput =
  {   /** Given days. */
  readonly between: DateSpanInput; readonly lastDays?: never; }
  |  { readonly between?: never;   /** Days, today included: 1–3,660. */
  readonly lastDays: number; };

/** Both days included; at most ten years. */
export type DateSpanInput = {
  /** First day. */
  readonly from: string;
  /** Last day. */
  readonly to: string;
};

/** Days of the week, by ISO 8601 from Monday. */
export type DayOfWeek =
  /** Friday. */
  | 'FRIDAY'
  /** Monday. */
  | 'MONDAY'
  /** Saturday. */
  | 'SATURDAY'
  /** Sunday. */
  | 'SUNDAY'
  /** Thursday. */
  | 'THURSDAY'
  /** Tuesday. */
  | 'TUESDAY'
  /** Wednesday. */
  | 'WEDNESDAY';

/** What becomes of the history. */
export type DisconnectTikTokInput = {
  /** The connection to end. */
  readonly connectionId: string;
  /** Whether what was collected stays. */
  readonly history?: HistoryDisposition;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
};

/** Why not. */
export type DismissReason =
  /** Was made already. */
  | 'ALREADY_DONE'
  /** Has nothing to do with the account. */
  | 'NOT_RELEVANT'
  /** Does not fit the account. */
  | 'OFF_BRAND'
  /** See the comment. */
  | 'OTHER'
  /** Takes too much. */
  | 'TOO_HARD'
  /** Says something untrue. */
  | 'WRONG_FACTS';

/** What the rate divides by. */
export type EngagementRateDefinition =
  /** Followers when the post was captured. */
  | 'BY_FOLLOWERS'
  /** Views of the post. */
  | 'BY_VIEWS';

/** What is to be erased, and its name as the person typed it. */
export type EraseDataInput = {
  /** Typed by the person: the connection's username (without one its displayName), the workspace's slug, or your e-mail address. */
  readonly confirmation: string;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** A connection, a workspace, or yourself (a user). */
  readonly subjectId: string;
};

/** Also the values of `extensions.code`. May grow: treat an unknown code as INTERNAL_SERVER_ERROR. */
export type ErrorCode =
  /** The workspace's AI budget is used up. */
  | 'AI_BUDGET_EXCEEDED'
  /** The model's answer was cut or not readable. */
  | 'AI_OUTPUT_INVALID'
  /** The model refused, or its content filter cut the answer. */
  | 'AI_REFUSED'
  /** The AI service is unreachable, overloaded or out of quota. */
  | 'AI_UNAVAILABLE'
  /** Input refused; see issues. */
  | 'BAD_USER_INPUT'
  /** The object's state does not allow it. */
  | 'CONFLICT'
  /** A token, state or position is spent or too old. */
  | 'EXPIRED'
  /** Signed in, but the role or the key's scopes do not allow it. */
  | 'FORBIDDEN'
  /** This key was used with another input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** The file is none of the known formats, damaged, or a ZIP bomb. */
  | 'IMPORT_UNREADABLE'
  /** Too few data for an honest answer. */
  | 'INSUFFICIENT_DATA'
  /** A bug; quote errorId. */
  | 'INTERNAL_SERVER_ERROR'
  /** A workspace must keep one owner. */
  | 'LAST_OWNER'
  /** Does not exist, or belongs to a workspace you cannot see. */
  | 'NOT_FOUND'
  /** Body or file too large. */
  | 'PAYLOAD_TOO_LARGE'
  /** Only known documents are accepted. */
  | 'PERSISTED_QUERY_ONLY'
  /** Depth, breadth, aliases, tokens or cost above the limit. */
  | 'QUERY_TOO_COMPLEX'
  /** Request or cost bucket empty; see retryAfterSeconds. */
  | 'RATE_LIMITED'
  /** The connection's tokens are dead; connect again. */
  | 'REAUTHORIZATION_REQUIRED'
  /** Gave up after the last retry. */
  | 'RETRIES_EXHAUSTED'
  /** A scope that this needs was not granted. */
  | 'SCOPE_MISSING'
  /** A dependency of ours is down or still starting; try again. */
  | 'SERVICE_UNAVAILABLE'
  /** The person declined, or TikTok refused the login. */
  | 'TIKTOK_AUTH_FAILED'
  /** TikTok's quota is used up; the work waits. */
  | 'TIKTOK_RATE_LIMITED'
  /** TikTok refused; see its own code. */
  | 'TIKTOK_REJECTED'
  /** TikTok is unreachable, failing or answering nonsense. */
  | 'TIKTOK_UNAVAILABLE'
  /** No or invalid credentials. */
  | 'UNAUTHENTICATED'
  /** A figure or evidence id did not match the store. */
  | 'UNGROUNDED';

/** What is to be exported. */
export type ExportDataInput = {
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** A connection, a workspace, or yourself (a user). */
  readonly subjectId: string;
};

/** Whether a number is the store's. */
export type FigureBasis =
  /** The engine's own estimate, marked as such. */
  | 'ENGINE_ESTIMATE'
  /** Equal to the evidence. */
  | 'STORED';

/** Kinds of change. */
export type FindingKind =
  /** A lasting rise: since a day, posts get more views than those before it did. */
  | 'CHANGE_POINT'
  /** TikTok took back more of a video’s views, likes, comments or shares than it does all the time. */
  | 'COUNTER_FALL'
  /** Far more followers lost in a day than on the days before. */
  | 'FOLLOWER_DROP'
  /** Far more followers gained in a day than on the days before. */
  | 'FOLLOWER_JUMP'
  /** Since a day, posts get fewer views than those before it did. */
  | 'REACH_DROP'
  /** A young video left the account's others far behind, in views at its age and in how fast it gains them. */
  | 'VIRAL_TAKE_OFF';

/** What can be forecast. */
export type ForecastMetric =
  /** Followers at the end of a day. */
  | 'FOLLOWERS'
  /** Likes that all videos together gain on a day. */
  | 'LIKES'
  /** Views that all videos together gain on a day; of an expected outcome, those of one video. */
  | 'VIEWS';

/** A property that posts differ in. */
export type FormatDimension =
  /** Characters of the caption, without hashtags. */
  | 'CAPTION_LENGTH'
  /** How long the video lasts. */
  | 'DURATION'
  /** Video or photos. */
  | 'FORMAT'
  /** Portrait, landscape or square. */
  | 'ORIENTATION'
  /** Other posts of the account in the 7 days before. */
  | 'POSTING_FREQUENCY';

/** Only connectionId is required. */
export type GenerateRecommendationsInput = {
  /** The account to recommend for. */
  readonly connectionId: string;
  /** What must hold: at most 10, of 200 characters each. */
  readonly constraints?: ReadonlyArray<string> | null | undefined;
  /** 1–10. */
  readonly count?: number;
  /** Default the server's. */
  readonly engine?: RecommendationEngine | null | undefined;
  /** What to aim at. */
  readonly goal?: RecommendationGoal;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** What is wanted; taken in turn until count is reached. */
  readonly kinds?: ReadonlyArray<RecommendationKind>;
  /** BCP 47; default the account's captions'. */
  readonly language?: string | null | undefined;
  /** How it should sound, at most 100 characters. */
  readonly tone?: string | null | undefined;
  /** What it should be about, at most 200 characters. */
  readonly topic?: string | null | undefined;
};

/** Why a hashtag is there. */
export type HashtagBasis =
  /** The account's own posts with it did better. */
  | 'OWN_WINNER'
  /** It is a trend that rises, and matters to the account. */
  | 'RISING'
  /** It names the topic. */
  | 'TOPIC';

/** KEEP can be erased later; ERASE cannot be undone. */
export type HistoryDisposition =
  /** The connection goes with everything that was collected and made for it. An API key needs ADMINISTER for this, as for eraseData. */
  | 'ERASE'
  /** The history stays; connecting the account again goes on with it. */
  | 'KEEP';

/** A file, and whose history it is. */
export type ImportAnalyticsInput = {
  /** The account that exported it. */
  readonly connectionId: string;
  /** The day TikTok made the file, in UTC; its dates carry no year. Default: from the file's name, else from the ZIP, else today. A file that was imported before keeps the day it had then. */
  readonly downloadedOn?: string | null | undefined;
  /** A ZIP, CSV or XLSX file of TikTok Studio or Business Suite, or TikTok's own user_data_tiktok.json, also as the ZIP that TikTok sends. Under TikTok's own name it tells more. */
  readonly file: Blob;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** Whether to store it, or to say what would be stored. */
  readonly mode?: ImportMode;
};

/** Whether to store. */
export type ImportMode =
  /** Says what would be stored. */
  | 'DRY_RUN'
  /** Stores it. */
  | 'STORE';

/** A file of trends, and whose they become. */
export type ImportTrendsInput = {
  /** The day, in UTC, of lists that do not say it themselves, by the dates of their rows or curves. Default: the day under which the same file was imported before, else today. */
  readonly capturedOn?: string | null | undefined;
  /** Saved answers of Creative Center as JSON (hashtags and sounds, of its pages until 2026 and of TikTok One), lists of the discover page as JSON, a table of hashtags or sounds as CSV with a header, or a ZIP of these; docs/TRENDS.md describes each. At most 20,000 rows a table below its header, and 200,000 of all files. */
  readonly file: Blob;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** Whether to store it, or to say how many rows would be stored, of which days, and what is wrong with the others. */
  readonly mode?: ImportMode;
  /** ISO 3166-1 alpha-2: whose list it is where the file names no country. Default: the whole world. */
  readonly region?: string | null | undefined;
  /** Whose trends they become, and nobody else sees. */
  readonly workspaceId: string;
};

/** Whom to invite, by mail, for 7 days. */
export type InviteMemberInput = {
  /** The address. Case does not matter. */
  readonly email: string;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** OWNER: only an owner can. */
  readonly role: WorkspaceRole;
  /** Where to. */
  readonly workspaceId: string;
};

/** A job's state. */
export type JobStatus =
  /** Ended well. */
  | 'COMPLETED'
  /** Ended badly; see `error`. */
  | 'FAILED'
  /** Waits for a worker. */
  | 'QUEUED'
  /** Is worked on. */
  | 'RUNNING';

/** Where a figure comes from. */
export type MetricSource =
  /** user_data_tiktok.json, which TikTok gives a person on request. */
  | 'DATA_EXPORT'
  /** TikTok's Display API. */
  | 'DISPLAY_API'
  /** A file of TikTok Studio or Business Suite. */
  | 'STUDIO_EXPORT';

/** To another workspace of yours. */
export type MoveConnectionInput = {
  /** The connection to move. */
  readonly connectionId: string;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** Where it goes. */
  readonly workspaceId: string;
};

/** Sort direction; null values come last in both. */
export type OrderDirection =
  /** Smallest or oldest first. */
  | 'ASC'
  /** Largest or newest first. */
  | 'DESC';

/** What is the same of videos that are compared. */
export type OutlierBasis =
  /** Their views at one age. */
  | 'EQUAL_AGE'
  /** Their newest views, all captured at 30 days or later; taken where no age is known of enough videos. */
  | 'GROWN_UP';

/** How a point came to be. */
export type PointQuality =
  /** Part of it lies between two captures further apart. */
  | 'INTERPOLATED'
  /** Captured on both sides, close together. */
  | 'OBSERVED'
  /** Days of it were read from an export: whole days in UTC, which cannot be cut to the account's zone. */
  | 'UTC_DAY';

/** How several posts become one rate. */
export type RateAggregation =
  /** Median of each post's rate. */
  | 'MEDIAN_OF_POSTS'
  /** Sum over sum. */
  | 'POOLED';

/** Who writes. */
export type RecommendationEngine =
  /** OpenAI or a compatible server. */
  | 'OPENAI'
  /** No AI; built from statistics. */
  | 'STATISTICAL';

/** All given conditions must hold. */
export type RecommendationFilter = {
  /** By createdAt, in UTC. */
  readonly created?: DateRangeInput | null | undefined;
  /** Any of these. */
  readonly kinds?: ReadonlyArray<RecommendationKind> | null | undefined;
  /** Any of these. */
  readonly status?: ReadonlyArray<RecommendationStatus> | null | undefined;
};

/** What to aim at. */
export type RecommendationGoal =
  /** Likes, comments and shares a view. */
  | 'ENGAGEMENT'
  /** New followers. */
  | 'FOLLOWERS'
  /** Views. */
  | 'REACH';

/** What is recommended. */
export type RecommendationKind =
  /** A length or shape to try. */
  | 'FORMAT_CHANGE'
  /** Hashtags to post with. */
  | 'HASHTAG_SET'
  /** A video to make. */
  | 'IDEA'
  /** When to post. */
  | 'POSTING_SLOT'
  /** A video to make, with its script. */
  | 'SCRIPT';

/** What the creator did with it. */
export type RecommendationStatus =
  /** Not wanted; see feedback. */
  | 'DISMISSED'
  /** Nothing yet. */
  | 'NEW'
  /** Kept for later. */
  | 'SAVED'
  /** A video was made from it. */
  | 'USED';

/** Who goes. */
export type RemoveMemberInput = {
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** Your own: you leave. */
  readonly memberId: string;
};

/** The key to end. */
export type RevokeApiKeyInput = {
  /** Any key of a workspace whose keys you manage. */
  readonly apiKeyId: string;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
};

/** The invitation to withdraw. */
export type RevokeInvitationInput = {
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** An open one. */
  readonly invitationId: string;
};

/** COMPLETED, FAILED and CANCELLED are final. */
export type RunStatus =
  /** Stopped by a caller; what was completed stays. */
  | 'CANCELLED'
  /** Ended well; some recommendations may have been dropped. */
  | 'COMPLETED'
  /** Ended without a result; see error. */
  | 'FAILED'
  /** Waits for a worker. */
  | 'QUEUED'
  /** Is being written. */
  | 'RUNNING';

/** Whether this server talks to TikTok or to the sandbox. */
export type ServerMode =
  /** Accounts are real. */
  | 'LIVE'
  /** Accounts are simulated by the sandbox. */
  | 'SANDBOX';

/** Why a slot is proposed. */
export type SlotBasis =
  /** The block does better, or its hours or day do. */
  | 'EVIDENCE'
  /** To learn; no evidence. */
  | 'EXPERIMENT'
  /** When the account usually posts; no evidence. */
  | 'HABIT';

/** What to connect, and where to come back to. */
export type StartTikTokAuthInput = {
  /** Reconnect this one, or ask for more scopes. */
  readonly connectionId?: string | null | undefined;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** A path of this origin to come back to. */
  readonly returnTo?: string | null | undefined;
  /** As TikTok names them; default all that the product uses. */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
  /** The workspace that will collect the account. */
  readonly workspaceId: string;
};

/** What a statistic is about. */
export type StatisticTopic =
  /** How often the account posts. */
  | 'CADENCE'
  /** Likes, comments and shares a view. */
  | 'ENGAGEMENT'
  /** What followers or views are heading for. */
  | 'FORECAST'
  /** Views by length or shape. */
  | 'FORMAT'
  /** Views of posts with a hashtag. */
  | 'HASHTAG'
  /** Views by time of posting. */
  | 'POSTING_TIME';

/** Places that hold data. */
export type StoreKind =
  /** Kept for speed. */
  | 'CACHE'
  /** The file store, under one prefix of keys. */
  | 'FILES'
  /** What the server wrote of what it did. */
  | 'LOG'
  /** Jobs, whether they wait, run or are done. */
  | 'QUEUE'
  /** Of the database. */
  | 'TABLE'
  /** Access revoked at the vendor. */
  | 'VENDOR';

/** One connection. */
export type SyncConnectionInput = {
  /** The connection to sync. */
  readonly connectionId: string;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
};

/** Steps of a sync. */
export type SyncPhase =
  /** Copying covers and the avatar before their links end. */
  | 'COVERS'
  /** Asking by id for videos that the list did not show. */
  | 'METRICS'
  /** Asking for the account's profile and counters. */
  | 'PROFILE'
  /** Paging through its public videos and their counters. */
  | 'VIDEOS'
  /** TikTok's quota is used up for the moment; nextSyncAt says when it goes on. */
  | 'WAITING_FOR_QUOTA';

/** All given conditions must hold. */
export type TrendFilter = {
  /** TikTok's industry names, any of these; at most 100. */
  readonly categories?: ReadonlyArray<string> | null | undefined;
  /** Any of these. */
  readonly kinds?: ReadonlyArray<TrendKind> | null | undefined;
  /** ISO 3166-1 alpha-2 codes, any of these; at most 100. */
  readonly regions?: ReadonlyArray<string> | null | undefined;
  /** Words in the name, at most 100 characters. */
  readonly search?: string | null | undefined;
  /** Known to any of these. */
  readonly sources?: ReadonlyArray<TrendSource> | null | undefined;
  /** Any of these. */
  readonly stages?: ReadonlyArray<TrendStage> | null | undefined;
  /** On this workspace's watch list. */
  readonly watchedIn?: string | null | undefined;
};

/** Kinds of trend. */
export type TrendKind =
  /** A way of making videos: length, orientation, caption, hashtags. */
  | 'FORMAT'
  /** A hashtag. */
  | 'HASHTAG'
  /** A sound that videos are set to. */
  | 'SOUND';

/** Ties are broken by id. */
export type TrendOrder = {
  /** Which way. */
  readonly direction?: OrderDirection;
  /** What to sort by. */
  readonly field?: TrendOrderField;
};

/** What trends are sorted by; those without it come last. */
export type TrendOrderField =
  /** When the best source last named it. */
  | 'CAPTURED_AT'
  /** Posts, as the best source counts them. */
  | 'POSTS'
  /** Place in the list of the best source: ASC is the first place first. */
  | 'RANK'
  /** The lower bound of the daily growth, so that tiny denominators do not win. */
  | 'VELOCITY'
  /** Views, as the best source counts them. */
  | 'VIEWS';

/** Where trends come from. */
export type TrendSource =
  /** Discovery of TikTok's API for Business. */
  | 'BUSINESS_DISCOVERY'
  /** Imported files: saved answers of TikTok's Creative Center, or lists. */
  | 'CREATIVE_CENTER'
  /** Videos collected here, of one workspace. */
  | 'OWN_CORPUS'
  /** TikTok's Research API, as a sample. */
  | 'RESEARCH_API';

/** Where a trend is in its life; `modelCard(model: TREND_VELOCITY)` states the rules. */
export type TrendStage =
  /** It rises. */
  | 'EMERGING'
  /** It rises fast, by a stated rule with a floor of volume and false discoveries held down; over own videos, of two accounts at least. */
  | 'EXPLODING'
  /** It falls. */
  | 'FADING'
  /** It rose, and does so no more. */
  | 'PEAKING'
  /** Neither can be told. */
  | 'STEADY';

/** What a value counts. */
export type TrendUnit =
  /** Views or posts. */
  | 'COUNT'
  /** 0–100, TikTok's curve. */
  | 'INDEX'
  /** 0–1 of the curve's own maximum. */
  | 'SHARE_OF_PEAK';

/** What is left out stays. */
export type UpdateConnectionInput = {
  /** The connection to change. */
  readonly connectionId: string;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** IANA name, such as Europe/Paris. Days of analytics are read in it, past ones too. */
  readonly timezone?: string | null | undefined;
};

/** A new role. */
export type UpdateMemberInput = {
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** Whose. */
  readonly memberId: string;
  /** OWNER: only an owner can. */
  readonly role: WorkspaceRole;
};

/** What is left out stays. */
export type UpdateRecommendationInput = {
  /** At most 1,000 characters. */
  readonly comment?: string | null | undefined;
  /** With DISMISSED. */
  readonly dismissReason?: DismissReason | null | undefined;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** Which recommendation. */
  readonly recommendationId: string;
  /** NEW undoes and clears the feedback. */
  readonly status?: RecommendationStatus | null | undefined;
  /** The video made from it, with USED. */
  readonly usedVideoId?: string | null | undefined;
};

/** What is left out stays; null clears a limit. */
export type UpdateWorkspaceInput = {
  /** US dollars that runs may spend on models in a calendar month of UTC, 0–1,000,000 with 6 decimals at most; null is no limit. What is spent already counts. */
  readonly aiBudgetUsd?: number | null | undefined;
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** For people: 1–100 printable characters. */
  readonly name?: string | null | undefined;
  /** Days that snapshots and imported days are kept, 1–3,660; null is for ever. What is older goes within the hour, and cannot be brought back. */
  readonly retentionDays?: number | null | undefined;
  /** For addresses: 1–50 of a–z, 0–9 and single hyphens between them; unique. */
  readonly slug?: string | null | undefined;
  /** The workspace to change. */
  readonly workspaceId: string;
};

/** Whether the vendor told. */
export type UsageAccuracy =
  /** The stream was cut; counted by us. */
  | 'ESTIMATED'
  /** By the vendor. */
  | 'REPORTED';

/** What the data allow one to say, false discoveries controlled. */
export type Verdict =
  /** Above the usual. */
  | 'HIGHER'
  /** Below the usual. */
  | 'LOWER'
  /** The data do not tell. */
  | 'NO_EVIDENCE_YET';

/** UNAVAILABLE: deleted or no longer public; TikTok's Display API does not say which. */
export type VideoAvailability =
  /** Listed when last asked. */
  | 'PUBLIC'
  /** No longer listed; kept with its history. */
  | 'UNAVAILABLE';

/** All given conditions must hold. */
export type VideoFilter = {
  /** Any of these. */
  readonly availability?: ReadonlyArray<VideoAvailability> | null | undefined;
  /** Any of these. */
  readonly formats?: ReadonlyArray<VideoFormat> | null | undefined;
  /** Any of these; without #. At most 100. */
  readonly hashtags?: ReadonlyArray<string> | null | undefined;
  /** At most this long; unknown durations are left out. */
  readonly maxDurationSeconds?: number | null | undefined;
  /** At least this long; unknown durations are left out. */
  readonly minDurationSeconds?: number | null | undefined;
  /** At least this robustZ of the outlier score; videos without a score are left out. */
  readonly minOutlierZ?: number | null | undefined;
  /** At least this many; unknown views are left out. */
  readonly minViews?: number | null | undefined;
  /** Any of these. */
  readonly orientations?: ReadonlyArray<VideoOrientation> | null | undefined;
  /** By postedAt. */
  readonly posted?: DateRangeInput | null | undefined;
  /** Words in title or description, at most 100 characters. */
  readonly search?: string | null | undefined;
};

/** Kind of post; UNKNOWN until a source tells. */
export type VideoFormat =
  /** No source told. */
  | 'UNKNOWN'
  /** Moving pictures. */
  | 'VIDEO';

/** Ties are broken by id. */
export type VideoOrder = {
  /** Which way. */
  readonly direction?: OrderDirection;
  /** What to sort by. */
  readonly field?: VideoOrderField;
};

/** Each is indexed. */
export type VideoOrderField =
  /** (likes + comments + shares) / views, newest known. */
  | 'ENGAGEMENT_BY_VIEWS'
  /** Newest known likes. */
  | 'LIKES'
  /** robustZ of the outlier score; videos without one come last. */
  | 'OUTLIER'
  /** When it was posted. */
  | 'POSTED_AT'
  /** Newest known views. */
  | 'VIEWS';

/** Shape of the cover. */
export type VideoOrientation =
  /** Wider than high. */
  | 'LANDSCAPE'
  /** Higher than wide. */
  | 'PORTRAIT'
  /** As wide as high. */
  | 'SQUARE'
  /** TikTok did not tell its size. */
  | 'UNKNOWN';

/** What to rank by. */
export type VideoRanking =
  /** (likes + comments + shares) / views, newest known. */
  | 'ENGAGEMENT_RATE'
  /** robustZ of its outlier score: how unusual it is for the account at its age. */
  | 'OUTLIER'
  /** Views an hour between the two newest snapshots. */
  | 'VELOCITY'
  /** Newest known views. */
  | 'VIEWS';

/** A trend and whose list. */
export type WatchTrendInput = {
  /** 1–200 printable characters of your choice. The same key and input within 24 h answer the first result without a second effect; failures are not remembered. */
  readonly idempotencyKey?: string | null | undefined;
  /** A shared trend, or the workspace's own. */
  readonly trendId: string;
  /** Whose watch list. */
  readonly workspaceId: string;
};

/** What a person, or at most an API key, may do. OWNER may all that ADMIN may, ADMIN all that EDITOR may, EDITOR all that ANALYST may. */
export type WorkspaceRole =
  /** People, keys, connections, imports. */
  | 'ADMIN'
  /** Reads. */
  | 'ANALYST'
  /** Runs, recommendations, syncs. */
  | 'EDITOR'
  /** All, and erases the workspace. */
  | 'OWNER';

export type SyncFieldsFragment = { readonly isRunning: boolean, readonly lastSyncedAt: string | null, readonly nextSyncAt: string | null, readonly progress: { readonly phase: SyncPhase, readonly videosSeen: number, readonly videosExpected: number | null } | null, readonly lastError: { readonly code: ErrorCode, readonly message: string, readonly at: string, readonly retryable: boolean, readonly tikTokCode: string | null } | null };

export type AccountMetricsFieldsFragment = { readonly followers: number | null, readonly following: number | null, readonly likes: number | null, readonly videos: number | null, readonly capturedAt: string, readonly nextCaptureAt: string | null, readonly source: MetricSource };

export type ConnectionFieldsFragment = { readonly id: string, readonly displayName: string | null, readonly username: string | null, readonly avatarUrl: string | null, readonly profileUrl: string | null, readonly isVerified: boolean | null, readonly status: ConnectionStatus, readonly statusReason: string | null, readonly missingScopes: ReadonlyArray<string>, readonly timezone: string, readonly lastEventSequence: number, readonly metrics: { readonly followers: number | null, readonly following: number | null, readonly likes: number | null, readonly videos: number | null, readonly capturedAt: string, readonly nextCaptureAt: string | null, readonly source: MetricSource } | null, readonly sync: { readonly isRunning: boolean, readonly lastSyncedAt: string | null, readonly nextSyncAt: string | null, readonly progress: { readonly phase: SyncPhase, readonly videosSeen: number, readonly videosExpected: number | null } | null, readonly lastError: { readonly code: ErrorCode, readonly message: string, readonly at: string, readonly retryable: boolean, readonly tikTokCode: string | null } | null } };

export type FreshnessFieldsFragment = { readonly computedAt: string, readonly inputsThrough: string | null, readonly isStale: boolean };

export type ChangeFieldsFragment = { readonly absolute: number, readonly relative: number | null };

export type EngagementRateFieldsFragment = { readonly value: number, readonly definition: EngagementRateDefinition, readonly aggregation: RateAggregation, readonly numerator: number | null, readonly denominator: number | null, readonly sampleSize: number };

export type ConnectionsQueryVariables = Exact<{
  workspaceId?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  days?: number;
}>;


export type ConnectionsQuery = { readonly connections: { readonly totalCount: number | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly displayName: string | null, readonly username: string | null, readonly avatarUrl: string | null, readonly profileUrl: string | null, readonly isVerified: boolean | null, readonly status: ConnectionStatus, readonly statusReason: string | null, readonly missingScopes: ReadonlyArray<string>, readonly timezone: string, readonly lastEventSequence: number, readonly analytics: { readonly points: ReadonlyArray<{ readonly date: string, readonly followers: number | null, readonly quality: PointQuality }>, readonly totals: { readonly from: string, readonly to: string, readonly followersGained: number | null, readonly views: number | null } } | null, readonly metrics: { readonly followers: number | null, readonly following: number | null, readonly likes: number | null, readonly videos: number | null, readonly capturedAt: string, readonly nextCaptureAt: string | null, readonly source: MetricSource } | null, readonly sync: { readonly isRunning: boolean, readonly lastSyncedAt: string | null, readonly nextSyncAt: string | null, readonly progress: { readonly phase: SyncPhase, readonly videosSeen: number, readonly videosExpected: number | null } | null, readonly lastError: { readonly code: ErrorCode, readonly message: string, readonly at: string, readonly retryable: boolean, readonly tikTokCode: string | null } | null } } }> } | null };

export type ConnectionQueryVariables = Exact<{
  id: string;
  days?: number;
}>;


export type ConnectionQuery = { readonly connection: { readonly bio: string | null, readonly createdAt: string, readonly grantedScopes: ReadonlyArray<string>, readonly id: string, readonly displayName: string | null, readonly username: string | null, readonly avatarUrl: string | null, readonly profileUrl: string | null, readonly isVerified: boolean | null, readonly status: ConnectionStatus, readonly statusReason: string | null, readonly missingScopes: ReadonlyArray<string>, readonly timezone: string, readonly lastEventSequence: number, readonly workspace: { readonly id: string, readonly name: string }, readonly analytics: { readonly points: ReadonlyArray<{ readonly date: string, readonly followers: number | null, readonly followersGained: number | null, readonly viewsGained: number | null, readonly likesGained: number | null, readonly videosPosted: number, readonly quality: PointQuality }>, readonly totals: { readonly from: string, readonly to: string, readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly followersGained: number | null, readonly videosPosted: number, readonly engagementRate: { readonly value: number, readonly definition: EngagementRateDefinition, readonly aggregation: RateAggregation, readonly numerator: number | null, readonly denominator: number | null, readonly sampleSize: number } | null }, readonly change: { readonly views: { readonly absolute: number, readonly relative: number | null } | null, readonly likes: { readonly absolute: number, readonly relative: number | null } | null, readonly followersGained: { readonly absolute: number, readonly relative: number | null } | null, readonly videosPosted: { readonly absolute: number, readonly relative: number | null } | null } | null, readonly coverage: { readonly observedShare: number, readonly expectedPoints: number, readonly observedPoints: number, readonly interpolatedPoints: number, readonly firstCaptureAt: string | null, readonly lastCaptureAt: string | null }, readonly freshness: { readonly computedAt: string, readonly inputsThrough: string | null, readonly isStale: boolean } } | null, readonly metrics: { readonly followers: number | null, readonly following: number | null, readonly likes: number | null, readonly videos: number | null, readonly capturedAt: string, readonly nextCaptureAt: string | null, readonly source: MetricSource } | null, readonly sync: { readonly isRunning: boolean, readonly lastSyncedAt: string | null, readonly nextSyncAt: string | null, readonly progress: { readonly phase: SyncPhase, readonly videosSeen: number, readonly videosExpected: number | null } | null, readonly lastError: { readonly code: ErrorCode, readonly message: string, readonly at: string, readonly retryable: boolean, readonly tikTokCode: string | null } | null } } | null };

export type StartTikTokAuthMutationVariables = Exact<{
  input: StartTikTokAuthInput;
}>;


export type StartTikTokAuthMutation = { readonly startTikTokAuth:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'StartTikTokAuthPayload', readonly authorizationUrl: string, readonly expiresAt: string, readonly state: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type UpdateConnectionMutationVariables = Exact<{
  input: UpdateConnectionInput;
}>;


export type UpdateConnectionMutation = { readonly updateConnection:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'TikTokConnection', readonly id: string, readonly displayName: string | null, readonly username: string | null, readonly avatarUrl: string | null, readonly profileUrl: string | null, readonly isVerified: boolean | null, readonly status: ConnectionStatus, readonly statusReason: string | null, readonly missingScopes: ReadonlyArray<string>, readonly timezone: string, readonly lastEventSequence: number, readonly metrics: { readonly followers: number | null, readonly following: number | null, readonly likes: number | null, readonly videos: number | null, readonly capturedAt: string, readonly nextCaptureAt: string | null, readonly source: MetricSource } | null, readonly sync: { readonly isRunning: boolean, readonly lastSyncedAt: string | null, readonly nextSyncAt: string | null, readonly progress: { readonly phase: SyncPhase, readonly videosSeen: number, readonly videosExpected: number | null } | null, readonly lastError: { readonly code: ErrorCode, readonly message: string, readonly at: string, readonly retryable: boolean, readonly tikTokCode: string | null } | null } }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type SyncConnectionMutationVariables = Exact<{
  input: SyncConnectionInput;
}>;


export type SyncConnectionMutation = { readonly syncConnection:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ReauthorizationRequiredError', readonly missingScopes: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly connection: { readonly id: string } }
    | { readonly __typename: 'TikTokConnection', readonly id: string, readonly displayName: string | null, readonly username: string | null, readonly avatarUrl: string | null, readonly profileUrl: string | null, readonly isVerified: boolean | null, readonly status: ConnectionStatus, readonly statusReason: string | null, readonly missingScopes: ReadonlyArray<string>, readonly timezone: string, readonly lastEventSequence: number, readonly metrics: { readonly followers: number | null, readonly following: number | null, readonly likes: number | null, readonly videos: number | null, readonly capturedAt: string, readonly nextCaptureAt: string | null, readonly source: MetricSource } | null, readonly sync: { readonly isRunning: boolean, readonly lastSyncedAt: string | null, readonly nextSyncAt: string | null, readonly progress: { readonly phase: SyncPhase, readonly videosSeen: number, readonly videosExpected: number | null } | null, readonly lastError: { readonly code: ErrorCode, readonly message: string, readonly at: string, readonly retryable: boolean, readonly tikTokCode: string | null } | null } }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type ErasureFieldsFragment = { readonly id: string, readonly receipt: string | null, readonly status: JobStatus, readonly requestedAt: string, readonly completedAt: string | null, readonly proof: ReadonlyArray<{ readonly kind: StoreKind, readonly name: string, readonly deleted: number, readonly remaining: number }>, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } | null };

export type DisconnectTikTokMutationVariables = Exact<{
  input: DisconnectTikTokInput;
}>;


export type DisconnectTikTokMutation = { readonly disconnectTikTok:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'DisconnectTikTokPayload', readonly disconnected: { readonly id: string, readonly displayName: string | null, readonly username: string | null, readonly avatarUrl: string | null, readonly profileUrl: string | null, readonly isVerified: boolean | null, readonly status: ConnectionStatus, readonly statusReason: string | null, readonly missingScopes: ReadonlyArray<string>, readonly timezone: string, readonly lastEventSequence: number, readonly metrics: { readonly followers: number | null, readonly following: number | null, readonly likes: number | null, readonly videos: number | null, readonly capturedAt: string, readonly nextCaptureAt: string | null, readonly source: MetricSource } | null, readonly sync: { readonly isRunning: boolean, readonly lastSyncedAt: string | null, readonly nextSyncAt: string | null, readonly progress: { readonly phase: SyncPhase, readonly videosSeen: number, readonly videosExpected: number | null } | null, readonly lastError: { readonly code: ErrorCode, readonly message: string, readonly at: string, readonly retryable: boolean, readonly tikTokCode: string | null } | null } } | null, readonly erasure: { readonly id: string, readonly receipt: string | null, readonly status: JobStatus, readonly requestedAt: string, readonly completedAt: string | null, readonly proof: ReadonlyArray<{ readonly kind: StoreKind, readonly name: string, readonly deleted: number, readonly remaining: number }>, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } | null } | null }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type ErasureQueryVariables = Exact<{
  receipt: string;
}>;


export type ErasureQuery = { readonly erasure: { readonly id: string, readonly receipt: string | null, readonly status: JobStatus, readonly requestedAt: string, readonly completedAt: string | null, readonly proof: ReadonlyArray<{ readonly kind: StoreKind, readonly name: string, readonly deleted: number, readonly remaining: number }>, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } | null } | null };

export type ConnectionEventsSubscriptionVariables = Exact<{
  connectionId: string;
  after?: number | null | undefined;
}>;


export type ConnectionEventsSubscription = { readonly connectionEvents:
    | { readonly __typename: 'AnalysisRefreshed', readonly sequence: number, readonly at: string, readonly connectionId: string, readonly freshness: { readonly computedAt: string, readonly inputsThrough: string | null, readonly isStale: boolean } }
    | { readonly __typename: 'ConnectionStatusChanged', readonly status: ConnectionStatus, readonly statusReason: string | null, readonly missingScopes: ReadonlyArray<string>, readonly sequence: number, readonly at: string, readonly connectionId: string }
    | { readonly __typename: 'FindingRaised', readonly sequence: number, readonly at: string, readonly connectionId: string }
    | { readonly __typename: 'ImportFinished', readonly sequence: number, readonly at: string, readonly connectionId: string, readonly import: { readonly id: string, readonly fileName: string, readonly mode: ImportMode, readonly status: JobStatus, readonly createdAt: string, readonly finishedAt: string | null, readonly format: string | null, readonly from: string | null, readonly to: string | null, readonly rowsRead: number, readonly rowsStored: number, readonly rowsUnchanged: number, readonly rowsRefused: number, readonly problems: ReadonlyArray<{ readonly fileName: string, readonly row: number | null, readonly column: string | null, readonly message: string }>, readonly preview: ReadonlyArray<{ readonly date: string, readonly followers: number | null, readonly followersGained: number | null, readonly viewsGained: number | null, readonly likesGained: number | null, readonly commentsGained: number | null, readonly sharesGained: number | null, readonly profileViews: number | null, readonly viewers: number | null }>, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean } | null } | null }
    | { readonly __typename: 'SnapshotsStored', readonly videoIds: ReadonlyArray<string> | null, readonly sequence: number, readonly at: string, readonly connectionId: string, readonly metrics: { readonly followers: number | null, readonly following: number | null, readonly likes: number | null, readonly videos: number | null, readonly capturedAt: string, readonly nextCaptureAt: string | null, readonly source: MetricSource } | null }
    | { readonly __typename: 'SyncCompleted', readonly newVideos: number, readonly snapshots: number, readonly nextSyncAt: string | null, readonly sequence: number, readonly at: string, readonly connectionId: string }
    | { readonly __typename: 'SyncFailed', readonly nextSyncAt: string | null, readonly sequence: number, readonly at: string, readonly connectionId: string, readonly error: { readonly code: ErrorCode, readonly message: string, readonly at: string, readonly retryable: boolean, readonly tikTokCode: string | null } }
    | { readonly __typename: 'SyncProgressed', readonly sequence: number, readonly at: string, readonly connectionId: string, readonly progress: { readonly phase: SyncPhase, readonly videosSeen: number, readonly videosExpected: number | null } }
    | { readonly __typename: 'TrendExploded', readonly sequence: number, readonly at: string, readonly connectionId: string, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null } | null }
   };

type ErrorFields_BudgetExceededError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly budget: { readonly limitUsd: number, readonly spentUsd: number, readonly resetAt: string } };

type ErrorFields_ConflictError_Fragment = { readonly code: ErrorCode, readonly message: string };

type ErrorFields_ForbiddenError_Fragment = { readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string };

type ErrorFields_ImportUnreadableError_Fragment = { readonly entry: string | null, readonly code: ErrorCode, readonly message: string };

type ErrorFields_InsufficientData_Fragment = { readonly requiredDays: number, readonly availableDays: number, readonly availableOn: string | null, readonly code: ErrorCode, readonly message: string };

type ErrorFields_NotFoundError_Fragment = { readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string };

type ErrorFields_ReauthorizationRequiredError_Fragment = { readonly missingScopes: ReadonlyArray<string>, readonly code: ErrorCode, readonly message: string, readonly connection: { readonly id: string } };

type ErrorFields_RunError_Fragment = { readonly code: ErrorCode, readonly message: string };

type ErrorFields_SyncError_Fragment = { readonly code: ErrorCode, readonly message: string };

type ErrorFields_TikTokError_Fragment = { readonly tikTokCode: string | null, readonly retryable: boolean, readonly retryAfterSeconds: number | null, readonly logId: string | null, readonly code: ErrorCode, readonly message: string };

type ErrorFields_ValidationError_Fragment = { readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> };

export type ErrorFieldsFragment =
  | ErrorFields_BudgetExceededError_Fragment
  | ErrorFields_ConflictError_Fragment
  | ErrorFields_ForbiddenError_Fragment
  | ErrorFields_ImportUnreadableError_Fragment
  | ErrorFields_InsufficientData_Fragment
  | ErrorFields_NotFoundError_Fragment
  | ErrorFields_ReauthorizationRequiredError_Fragment
  | ErrorFields_RunError_Fragment
  | ErrorFields_SyncError_Fragment
  | ErrorFields_TikTokError_Fragment
  | ErrorFields_ValidationError_Fragment
;

export type ImportFieldsFragment = { readonly id: string, readonly fileName: string, readonly mode: ImportMode, readonly status: JobStatus, readonly createdAt: string, readonly finishedAt: string | null, readonly format: string | null, readonly from: string | null, readonly to: string | null, readonly rowsRead: number, readonly rowsStored: number, readonly rowsUnchanged: number, readonly rowsRefused: number, readonly problems: ReadonlyArray<{ readonly fileName: string, readonly row: number | null, readonly column: string | null, readonly message: string }>, readonly preview: ReadonlyArray<{ readonly date: string, readonly followers: number | null, readonly followersGained: number | null, readonly viewsGained: number | null, readonly likesGained: number | null, readonly commentsGained: number | null, readonly sharesGained: number | null, readonly profileViews: number | null, readonly viewers: number | null }>, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean } | null };

export type ImportsQueryVariables = Exact<{
  connectionId: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ImportsQuery = { readonly connection: { readonly id: string, readonly imports: { readonly totalCount: number | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly fileName: string, readonly mode: ImportMode, readonly status: JobStatus, readonly createdAt: string, readonly finishedAt: string | null, readonly format: string | null, readonly from: string | null, readonly to: string | null, readonly rowsRead: number, readonly rowsStored: number, readonly rowsUnchanged: number, readonly rowsRefused: number, readonly problems: ReadonlyArray<{ readonly fileName: string, readonly row: number | null, readonly column: string | null, readonly message: string }>, readonly preview: ReadonlyArray<{ readonly date: string, readonly followers: number | null, readonly followersGained: number | null, readonly viewsGained: number | null, readonly likesGained: number | null, readonly commentsGained: number | null, readonly sharesGained: number | null, readonly profileViews: number | null, readonly viewers: number | null }>, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean } | null } }> } } | null };

export type ImportAnalyticsMutationVariables = Exact<{
  input: ImportAnalyticsInput;
}>;


export type ImportAnalyticsMutation = { readonly importAnalytics:
    | { readonly __typename: 'AnalyticsImport', readonly id: string, readonly fileName: string, readonly mode: ImportMode, readonly status: JobStatus, readonly createdAt: string, readonly finishedAt: string | null, readonly format: string | null, readonly from: string | null, readonly to: string | null, readonly rowsRead: number, readonly rowsStored: number, readonly rowsUnchanged: number, readonly rowsRefused: number, readonly problems: ReadonlyArray<{ readonly fileName: string, readonly row: number | null, readonly column: string | null, readonly message: string }>, readonly preview: ReadonlyArray<{ readonly date: string, readonly followers: number | null, readonly followersGained: number | null, readonly viewsGained: number | null, readonly likesGained: number | null, readonly commentsGained: number | null, readonly sharesGained: number | null, readonly profileViews: number | null, readonly viewers: number | null }>, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean } | null }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ImportUnreadableError', readonly entry: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type ImportTrendsMutationVariables = Exact<{
  input: ImportTrendsInput;
}>;


export type ImportTrendsMutation = { readonly importTrends:
    | { readonly __typename: 'AnalyticsImport', readonly id: string, readonly fileName: string, readonly mode: ImportMode, readonly status: JobStatus, readonly createdAt: string, readonly finishedAt: string | null, readonly format: string | null, readonly from: string | null, readonly to: string | null, readonly rowsRead: number, readonly rowsStored: number, readonly rowsUnchanged: number, readonly rowsRefused: number, readonly problems: ReadonlyArray<{ readonly fileName: string, readonly row: number | null, readonly column: string | null, readonly message: string }>, readonly preview: ReadonlyArray<{ readonly date: string, readonly followers: number | null, readonly followersGained: number | null, readonly viewsGained: number | null, readonly likesGained: number | null, readonly commentsGained: number | null, readonly sharesGained: number | null, readonly profileViews: number | null, readonly viewers: number | null }>, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean } | null }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ImportUnreadableError', readonly entry: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type ImportQueryVariables = Exact<{
  id: string;
}>;


export type ImportQuery = { readonly node:
    | { readonly id: string, readonly fileName: string, readonly mode: ImportMode, readonly status: JobStatus, readonly createdAt: string, readonly finishedAt: string | null, readonly format: string | null, readonly from: string | null, readonly to: string | null, readonly rowsRead: number, readonly rowsStored: number, readonly rowsUnchanged: number, readonly rowsRefused: number, readonly problems: ReadonlyArray<{ readonly fileName: string, readonly row: number | null, readonly column: string | null, readonly message: string }>, readonly preview: ReadonlyArray<{ readonly date: string, readonly followers: number | null, readonly followersGained: number | null, readonly viewsGained: number | null, readonly likesGained: number | null, readonly commentsGained: number | null, readonly sharesGained: number | null, readonly profileViews: number | null, readonly viewers: number | null }>, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean } | null }
    | Record<PropertyKey, never>
   | null };

export type InvitationQueryVariables = Exact<{
  token: string;
}>;


export type InvitationQuery = { readonly invitation: { readonly workspaceName: string, readonly role: WorkspaceRole, readonly email: string, readonly expiresAt: string } | null };

export type AcceptInvitationMutationVariables = Exact<{
  input: AcceptInvitationInput;
}>;


export type AcceptInvitationMutation = { readonly acceptInvitation:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'Workspace', readonly id: string, readonly name: string, readonly role: WorkspaceRole }
   };

export type MemberFieldsFragment = { readonly id: string, readonly role: WorkspaceRole, readonly joinedAt: string, readonly user: { readonly id: string, readonly name: string, readonly email: string | null, readonly avatarUrl: string | null } };

export type InvitationFieldsFragment = { readonly id: string, readonly email: string, readonly role: WorkspaceRole, readonly expiresAt: string, readonly invitedBy: { readonly id: string, readonly name: string } | null };

export type ApiKeyFieldsFragment = { readonly id: string, readonly name: string, readonly prefix: string, readonly role: WorkspaceRole, readonly scopes: ReadonlyArray<ApiKeyScope>, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null };

export type AiBudgetFieldsFragment = { readonly limitUsd: number, readonly spentUsd: number, readonly resetAt: string };

export type WorkspaceFieldsFragment = { readonly id: string, readonly name: string, readonly slug: string, readonly role: WorkspaceRole, readonly retentionDays: number | null, readonly aiBudget: { readonly limitUsd: number, readonly spentUsd: number, readonly resetAt: string } | null };

export type WorkspaceQueryVariables = Exact<{
  id: string;
  administered?: boolean;
}>;


export type WorkspaceQuery = { readonly node:
    | { readonly __typename: 'AnalyticsImport' }
    | { readonly __typename: 'ApiKey' }
    | { readonly __typename: 'AuditEntry' }
    | { readonly __typename: 'DataErasure' }
    | { readonly __typename: 'DataExport' }
    | { readonly __typename: 'Finding' }
    | { readonly __typename: 'FindingEvidence' }
    | { readonly __typename: 'Invitation' }
    | { readonly __typename: 'Member' }
    | { readonly __typename: 'PastRecommendationEvidence' }
    | { readonly __typename: 'RecommendationRun' }
    | { readonly __typename: 'StatisticEvidence' }
    | { readonly __typename: 'TikTokConnection' }
    | { readonly __typename: 'TikTokRecommendation' }
    | { readonly __typename: 'TikTokTrend' }
    | { readonly __typename: 'TikTokVideo' }
    | { readonly __typename: 'TrendEvidence' }
    | { readonly __typename: 'User' }
    | { readonly __typename: 'VideoEvidence' }
    | { readonly __typename: 'Workspace', readonly id: string, readonly name: string, readonly slug: string, readonly role: WorkspaceRole, readonly retentionDays: number | null, readonly members: ReadonlyArray<{ readonly id: string, readonly role: WorkspaceRole, readonly joinedAt: string, readonly user: { readonly id: string, readonly name: string, readonly email: string | null, readonly avatarUrl: string | null } }> | null, readonly invitations?: ReadonlyArray<{ readonly id: string, readonly email: string, readonly role: WorkspaceRole, readonly expiresAt: string, readonly invitedBy: { readonly id: string, readonly name: string } | null }> | null, readonly apiKeys?: ReadonlyArray<{ readonly id: string, readonly name: string, readonly prefix: string, readonly role: WorkspaceRole, readonly scopes: ReadonlyArray<ApiKeyScope>, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null }> | null, readonly aiBudget: { readonly limitUsd: number, readonly spentUsd: number, readonly resetAt: string } | null }
   | null };

export type CreateWorkspaceMutationVariables = Exact<{
  input: CreateWorkspaceInput;
}>;


export type CreateWorkspaceMutation = { readonly createWorkspace:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'Workspace', readonly id: string, readonly name: string, readonly slug: string, readonly role: WorkspaceRole, readonly retentionDays: number | null, readonly aiBudget: { readonly limitUsd: number, readonly spentUsd: number, readonly resetAt: string } | null }
   };

export type UpdateWorkspaceMutationVariables = Exact<{
  input: UpdateWorkspaceInput;
}>;


export type UpdateWorkspaceMutation = { readonly updateWorkspace:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
    | { readonly __typename: 'Workspace', readonly id: string, readonly name: string, readonly slug: string, readonly role: WorkspaceRole, readonly retentionDays: number | null, readonly aiBudget: { readonly limitUsd: number, readonly spentUsd: number, readonly resetAt: string } | null }
   };

export type InviteMemberMutationVariables = Exact<{
  input: InviteMemberInput;
}>;


export type InviteMemberMutation = { readonly inviteMember:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'Invitation', readonly id: string, readonly email: string, readonly role: WorkspaceRole, readonly expiresAt: string, readonly invitedBy: { readonly id: string, readonly name: string } | null }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type RevokeInvitationMutationVariables = Exact<{
  input: RevokeInvitationInput;
}>;


export type RevokeInvitationMutation = { readonly revokeInvitation:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'RevokeInvitationPayload', readonly invitationId: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type UpdateMemberMutationVariables = Exact<{
  input: UpdateMemberInput;
}>;


export type UpdateMemberMutation = { readonly updateMember:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'Member', readonly id: string, readonly role: WorkspaceRole, readonly joinedAt: string, readonly user: { readonly id: string, readonly name: string, readonly email: string | null, readonly avatarUrl: string | null } }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type RemoveMemberMutationVariables = Exact<{
  input: RemoveMemberInput;
}>;


export type RemoveMemberMutation = { readonly removeMember:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'RemoveMemberPayload', readonly memberId: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { readonly createApiKey:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'CreateApiKeyPayload', readonly secret: string | null, readonly apiKey: { readonly id: string, readonly name: string, readonly prefix: string, readonly role: WorkspaceRole, readonly scopes: ReadonlyArray<ApiKeyScope>, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null } }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type RevokeApiKeyMutationVariables = Exact<{
  input: RevokeApiKeyInput;
}>;


export type RevokeApiKeyMutation = { readonly revokeApiKey:
    | { readonly __typename: 'ApiKey', readonly id: string, readonly name: string, readonly prefix: string, readonly role: WorkspaceRole, readonly scopes: ReadonlyArray<ApiKeyScope>, readonly createdAt: string, readonly expiresAt: string | null, readonly lastUsedAt: string | null, readonly revokedAt: string | null }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type MoveConnectionMutationVariables = Exact<{
  input: MoveConnectionInput;
}>;


export type MoveConnectionMutation = { readonly moveConnection:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'TikTokConnection', readonly id: string, readonly displayName: string | null, readonly username: string | null, readonly avatarUrl: string | null, readonly profileUrl: string | null, readonly isVerified: boolean | null, readonly status: ConnectionStatus, readonly statusReason: string | null, readonly missingScopes: ReadonlyArray<string>, readonly timezone: string, readonly lastEventSequence: number, readonly metrics: { readonly followers: number | null, readonly following: number | null, readonly likes: number | null, readonly videos: number | null, readonly capturedAt: string, readonly nextCaptureAt: string | null, readonly source: MetricSource } | null, readonly sync: { readonly isRunning: boolean, readonly lastSyncedAt: string | null, readonly nextSyncAt: string | null, readonly progress: { readonly phase: SyncPhase, readonly videosSeen: number, readonly videosExpected: number | null } | null, readonly lastError: { readonly code: ErrorCode, readonly message: string, readonly at: string, readonly retryable: boolean, readonly tikTokCode: string | null } | null } }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type RateWithIntervalFieldsFragment = { readonly value: number, readonly definition: EngagementRateDefinition, readonly aggregation: RateAggregation, readonly numerator: number | null, readonly denominator: number | null, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } | null };

export type LiftFieldsFragment = { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } };

export type PostingTimesFieldsFragment = { readonly verdict: Verdict, readonly timezone: string, readonly sampleSize: number, readonly hours: ReadonlyArray<{ readonly startHour: number, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } }>, readonly days: ReadonlyArray<{ readonly day: DayOfWeek, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } }>, readonly nextSlots: ReadonlyArray<{ readonly at: string, readonly basis: SlotBasis, readonly lift: { readonly value: number, readonly verdict: Verdict } | null }> };

export type PerformanceQueryVariables = Exact<{
  id: string;
  days?: number;
}>;


export type PerformanceQuery = { readonly connection: { readonly id: string, readonly performance: { readonly byViews: { readonly value: number, readonly definition: EngagementRateDefinition, readonly aggregation: RateAggregation, readonly numerator: number | null, readonly denominator: number | null, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } | null } | null, readonly byFollowers: { readonly value: number, readonly definition: EngagementRateDefinition, readonly aggregation: RateAggregation, readonly numerator: number | null, readonly denominator: number | null, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } | null } | null, readonly bestVideos: ReadonlyArray<{ readonly rank: number, readonly score: number, readonly by: VideoRanking, readonly video: { readonly id: string, readonly title: string | null, readonly description: string | null, readonly shareUrl: string | null, readonly coverUrl: string | null, readonly postedAt: string, readonly metrics: { readonly views: number | null } | null, readonly outlier: { readonly multipleOfMedian: number, readonly ageHours: number, readonly basis: OutlierBasis, readonly sampleSize: number } | null } }> | null, readonly hashtags: ReadonlyArray<{ readonly hashtag: string, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } }> | null, readonly formats: ReadonlyArray<{ readonly dimension: FormatDimension, readonly label: string, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } }> | null, readonly postingTimes: { readonly verdict: Verdict, readonly timezone: string, readonly sampleSize: number, readonly hours: ReadonlyArray<{ readonly startHour: number, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } }>, readonly days: ReadonlyArray<{ readonly day: DayOfWeek, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } }>, readonly nextSlots: ReadonlyArray<{ readonly at: string, readonly basis: SlotBasis, readonly lift: { readonly value: number, readonly verdict: Verdict } | null }> } | null, readonly freshness: { readonly computedAt: string, readonly inputsThrough: string | null, readonly isStale: boolean } } | null, readonly forecast:
      | { readonly __typename: 'Forecast', readonly confidence: number, readonly method: string, readonly points: ReadonlyArray<{ readonly date: string, readonly value: number, readonly interval: { readonly lower: number, readonly upper: number } }>, readonly backtest: { readonly coverage: number } }
      | { readonly __typename: 'InsufficientData', readonly requiredDays: number, readonly availableDays: number }
     | null } | null };

export type ExportFieldsFragment = { readonly id: string, readonly status: JobStatus, readonly createdAt: string, readonly bytes: number | null, readonly downloadUrl: string | null, readonly expiresAt: string | null, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } | null };

export type ExportDataMutationVariables = Exact<{
  input: ExportDataInput;
}>;


export type ExportDataMutation = { readonly exportData:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'DataExport', readonly id: string, readonly status: JobStatus, readonly createdAt: string, readonly bytes: number | null, readonly downloadUrl: string | null, readonly expiresAt: string | null, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } | null }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type ExportQueryVariables = Exact<{
  id: string;
}>;


export type ExportQuery = { readonly node:
    | { readonly __typename: 'AnalyticsImport' }
    | { readonly __typename: 'ApiKey' }
    | { readonly __typename: 'AuditEntry' }
    | { readonly __typename: 'DataErasure' }
    | { readonly __typename: 'DataExport', readonly id: string, readonly status: JobStatus, readonly createdAt: string, readonly bytes: number | null, readonly downloadUrl: string | null, readonly expiresAt: string | null, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } | null }
    | { readonly __typename: 'Finding' }
    | { readonly __typename: 'FindingEvidence' }
    | { readonly __typename: 'Invitation' }
    | { readonly __typename: 'Member' }
    | { readonly __typename: 'PastRecommendationEvidence' }
    | { readonly __typename: 'RecommendationRun' }
    | { readonly __typename: 'StatisticEvidence' }
    | { readonly __typename: 'TikTokConnection' }
    | { readonly __typename: 'TikTokRecommendation' }
    | { readonly __typename: 'TikTokTrend' }
    | { readonly __typename: 'TikTokVideo' }
    | { readonly __typename: 'TrendEvidence' }
    | { readonly __typename: 'User' }
    | { readonly __typename: 'VideoEvidence' }
    | { readonly __typename: 'Workspace' }
   | null };

export type EraseDataMutationVariables = Exact<{
  input: EraseDataInput;
}>;


export type EraseDataMutation = { readonly eraseData:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'DataErasure', readonly id: string, readonly receipt: string | null, readonly status: JobStatus, readonly requestedAt: string, readonly completedAt: string | null, readonly proof: ReadonlyArray<{ readonly kind: StoreKind, readonly name: string, readonly deleted: number, readonly remaining: number }>, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } | null }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

type EvidenceFields_FindingEvidence_Fragment = { readonly __typename: 'FindingEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly finding: { readonly id: string, readonly kind: FindingKind, readonly startedOn: string } | null };

type EvidenceFields_PastRecommendationEvidence_Fragment = { readonly __typename: 'PastRecommendationEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly recommendation: { readonly id: string, readonly title: string, readonly status: RecommendationStatus } | null };

type EvidenceFields_StatisticEvidence_Fragment = { readonly __typename: 'StatisticEvidence', readonly topic: StatisticTopic, readonly subject: string | null, readonly verdict: Verdict, readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly estimate: { readonly value: number, readonly definition: string, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number, readonly method: string } } };

type EvidenceFields_TrendEvidence_Fragment = { readonly __typename: 'TrendEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly relevance: { readonly score: number } | null, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage } | null } | null };

type EvidenceFields_VideoEvidence_Fragment = { readonly __typename: 'VideoEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string }, readonly outlier: { readonly robustZ: number, readonly multipleOfMedian: number, readonly ageHours: number, readonly sampleSize: number } | null, readonly video: { readonly id: string, readonly title: string | null, readonly shareUrl: string | null, readonly postedAt: string } | null };

export type EvidenceFieldsFragment =
  | EvidenceFields_FindingEvidence_Fragment
  | EvidenceFields_PastRecommendationEvidence_Fragment
  | EvidenceFields_StatisticEvidence_Fragment
  | EvidenceFields_TrendEvidence_Fragment
  | EvidenceFields_VideoEvidence_Fragment
;

export type RecommendationFieldsFragment = { readonly id: string, readonly index: number, readonly kind: RecommendationKind, readonly status: RecommendationStatus, readonly title: string, readonly hook: string | null, readonly idea: string, readonly caption: string | null, readonly callToAction: string | null, readonly createdAt: string, readonly hashtags: ReadonlyArray<{ readonly hashtag: string, readonly basis: HashtagBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null, readonly trend: { readonly id: string, readonly name: string, readonly region: string | null, readonly isExploding: boolean } | null }>, readonly sound: { readonly id: string, readonly name: string, readonly tikTokId: string | null, readonly isExploding: boolean } | null, readonly postAt: ReadonlyArray<{ readonly at: string, readonly basis: SlotBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null }>, readonly script: ReadonlyArray<{ readonly startSecond: number, readonly endSecond: number, readonly line: string, readonly visual: string | null }>, readonly citations: ReadonlyArray<{ readonly path: string, readonly quote: string, readonly figure: number | null, readonly basis: FigureBasis, readonly evidence:
      | { readonly id: string, readonly key: string }
      | { readonly id: string, readonly key: string }
      | { readonly id: string, readonly key: string }
      | { readonly id: string, readonly key: string }
      | { readonly id: string, readonly key: string }
     }>, readonly evidence: ReadonlyArray<
    | { readonly __typename: 'FindingEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly finding: { readonly id: string, readonly kind: FindingKind, readonly startedOn: string } | null }
    | { readonly __typename: 'PastRecommendationEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly recommendation: { readonly id: string, readonly title: string, readonly status: RecommendationStatus } | null }
    | { readonly __typename: 'StatisticEvidence', readonly topic: StatisticTopic, readonly subject: string | null, readonly verdict: Verdict, readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly estimate: { readonly value: number, readonly definition: string, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number, readonly method: string } } }
    | { readonly __typename: 'TrendEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly relevance: { readonly score: number } | null, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage } | null } | null }
    | { readonly __typename: 'VideoEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string }, readonly outlier: { readonly robustZ: number, readonly multipleOfMedian: number, readonly ageHours: number, readonly sampleSize: number } | null, readonly video: { readonly id: string, readonly title: string | null, readonly shareUrl: string | null, readonly postedAt: string } | null }
  > | null, readonly expected: { readonly metric: ForecastMetric, readonly ageHours: number, readonly estimate: { readonly value: number, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } } | null, readonly outcome: { readonly actual: number, readonly isWithinInterval: boolean, readonly measuredAt: string, readonly video: { readonly id: string, readonly title: string | null } | null } | null, readonly feedback: { readonly at: string, readonly comment: string | null, readonly dismissReason: DismissReason | null } | null, readonly connection: { readonly id: string }, readonly run: { readonly id: string } };

export type TokenUsageFieldsFragment = { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy };

export type RunErrorFieldsFragment = { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null };

export type RunFieldsFragment = { readonly id: string, readonly status: RunStatus, readonly attempt: number, readonly engine: RecommendationEngine, readonly model: string | null, readonly requestedAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly lastSequence: number, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } | null, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null };

type RunEventFields_EvidenceGathered_Fragment = { readonly __typename: 'EvidenceGathered', readonly sequence: number, readonly at: string, readonly runId: string, readonly evidence: ReadonlyArray<
    | { readonly __typename: 'FindingEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly finding: { readonly id: string, readonly kind: FindingKind, readonly startedOn: string } | null }
    | { readonly __typename: 'PastRecommendationEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly recommendation: { readonly id: string, readonly title: string, readonly status: RecommendationStatus } | null }
    | { readonly __typename: 'StatisticEvidence', readonly topic: StatisticTopic, readonly subject: string | null, readonly verdict: Verdict, readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly estimate: { readonly value: number, readonly definition: string, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number, readonly method: string } } }
    | { readonly __typename: 'TrendEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly relevance: { readonly score: number } | null, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage } | null } | null }
    | { readonly __typename: 'VideoEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string }, readonly outlier: { readonly robustZ: number, readonly multipleOfMedian: number, readonly ageHours: number, readonly sampleSize: number } | null, readonly video: { readonly id: string, readonly title: string | null, readonly shareUrl: string | null, readonly postedAt: string } | null }
  > | null };

type RunEventFields_RecommendationCompleted_Fragment = { readonly __typename: 'RecommendationCompleted', readonly index: number, readonly sequence: number, readonly at: string, readonly runId: string, readonly recommendation: { readonly id: string, readonly index: number, readonly kind: RecommendationKind, readonly status: RecommendationStatus, readonly title: string, readonly hook: string | null, readonly idea: string, readonly caption: string | null, readonly callToAction: string | null, readonly createdAt: string, readonly hashtags: ReadonlyArray<{ readonly hashtag: string, readonly basis: HashtagBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null, readonly trend: { readonly id: string, readonly name: string, readonly region: string | null, readonly isExploding: boolean } | null }>, readonly sound: { readonly id: string, readonly name: string, readonly tikTokId: string | null, readonly isExploding: boolean } | null, readonly postAt: ReadonlyArray<{ readonly at: string, readonly basis: SlotBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null }>, readonly script: ReadonlyArray<{ readonly startSecond: number, readonly endSecond: number, readonly line: string, readonly visual: string | null }>, readonly citations: ReadonlyArray<{ readonly path: string, readonly quote: string, readonly figure: number | null, readonly basis: FigureBasis, readonly evidence:
        | { readonly id: string, readonly key: string }
        | { readonly id: string, readonly key: string }
        | { readonly id: string, readonly key: string }
        | { readonly id: string, readonly key: string }
        | { readonly id: string, readonly key: string }
       }>, readonly evidence: ReadonlyArray<
      | { readonly __typename: 'FindingEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly finding: { readonly id: string, readonly kind: FindingKind, readonly startedOn: string } | null }
      | { readonly __typename: 'PastRecommendationEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly recommendation: { readonly id: string, readonly title: string, readonly status: RecommendationStatus } | null }
      | { readonly __typename: 'StatisticEvidence', readonly topic: StatisticTopic, readonly subject: string | null, readonly verdict: Verdict, readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly estimate: { readonly value: number, readonly definition: string, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number, readonly method: string } } }
      | { readonly __typename: 'TrendEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly relevance: { readonly score: number } | null, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage } | null } | null }
      | { readonly __typename: 'VideoEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string }, readonly outlier: { readonly robustZ: number, readonly multipleOfMedian: number, readonly ageHours: number, readonly sampleSize: number } | null, readonly video: { readonly id: string, readonly title: string | null, readonly shareUrl: string | null, readonly postedAt: string } | null }
    > | null, readonly expected: { readonly metric: ForecastMetric, readonly ageHours: number, readonly estimate: { readonly value: number, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } } | null, readonly outcome: { readonly actual: number, readonly isWithinInterval: boolean, readonly measuredAt: string, readonly video: { readonly id: string, readonly title: string | null } | null } | null, readonly feedback: { readonly at: string, readonly comment: string | null, readonly dismissReason: DismissReason | null } | null, readonly connection: { readonly id: string }, readonly run: { readonly id: string } } | null };

type RunEventFields_RecommendationDelta_Fragment = { readonly __typename: 'RecommendationDelta', readonly index: number, readonly path: string, readonly offset: number, readonly text: string, readonly sequence: number, readonly at: string, readonly runId: string };

type RunEventFields_RecommendationDropped_Fragment = { readonly __typename: 'RecommendationDropped', readonly index: number, readonly sequence: number, readonly at: string, readonly runId: string, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } };

type RunEventFields_RecommendationStarted_Fragment = { readonly __typename: 'RecommendationStarted', readonly index: number, readonly kind: RecommendationKind, readonly attempt: number, readonly sequence: number, readonly at: string, readonly runId: string };

type RunEventFields_RunCancelled_Fragment = { readonly __typename: 'RunCancelled', readonly sequence: number, readonly at: string, readonly runId: string, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null };

type RunEventFields_RunCompleted_Fragment = { readonly __typename: 'RunCompleted', readonly completed: number, readonly dropped: number, readonly sequence: number, readonly at: string, readonly runId: string, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null };

type RunEventFields_RunFailed_Fragment = { readonly __typename: 'RunFailed', readonly sequence: number, readonly at: string, readonly runId: string, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null }, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null };

type RunEventFields_RunStarted_Fragment = { readonly __typename: 'RunStarted', readonly engine: RecommendationEngine, readonly model: string | null, readonly attempt: number, readonly sequence: number, readonly at: string, readonly runId: string };

export type RunEventFieldsFragment =
  | RunEventFields_EvidenceGathered_Fragment
  | RunEventFields_RecommendationCompleted_Fragment
  | RunEventFields_RecommendationDelta_Fragment
  | RunEventFields_RecommendationDropped_Fragment
  | RunEventFields_RecommendationStarted_Fragment
  | RunEventFields_RunCancelled_Fragment
  | RunEventFields_RunCompleted_Fragment
  | RunEventFields_RunFailed_Fragment
  | RunEventFields_RunStarted_Fragment
;

export type RecommendationsQueryVariables = Exact<{
  workspaceId?: string | null | undefined;
  connectionIds?: ReadonlyArray<string> | string | null | undefined;
  filter?: RecommendationFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type RecommendationsQuery = { readonly recommendations: { readonly totalCount: number | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly index: number, readonly kind: RecommendationKind, readonly status: RecommendationStatus, readonly title: string, readonly hook: string | null, readonly idea: string, readonly caption: string | null, readonly callToAction: string | null, readonly createdAt: string, readonly hashtags: ReadonlyArray<{ readonly hashtag: string, readonly basis: HashtagBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null, readonly trend: { readonly id: string, readonly name: string, readonly region: string | null, readonly isExploding: boolean } | null }>, readonly sound: { readonly id: string, readonly name: string, readonly tikTokId: string | null, readonly isExploding: boolean } | null, readonly postAt: ReadonlyArray<{ readonly at: string, readonly basis: SlotBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null }>, readonly script: ReadonlyArray<{ readonly startSecond: number, readonly endSecond: number, readonly line: string, readonly visual: string | null }>, readonly citations: ReadonlyArray<{ readonly path: string, readonly quote: string, readonly figure: number | null, readonly basis: FigureBasis, readonly evidence:
            | { readonly id: string, readonly key: string }
            | { readonly id: string, readonly key: string }
            | { readonly id: string, readonly key: string }
            | { readonly id: string, readonly key: string }
            | { readonly id: string, readonly key: string }
           }>, readonly evidence: ReadonlyArray<
          | { readonly __typename: 'FindingEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly finding: { readonly id: string, readonly kind: FindingKind, readonly startedOn: string } | null }
          | { readonly __typename: 'PastRecommendationEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly recommendation: { readonly id: string, readonly title: string, readonly status: RecommendationStatus } | null }
          | { readonly __typename: 'StatisticEvidence', readonly topic: StatisticTopic, readonly subject: string | null, readonly verdict: Verdict, readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly estimate: { readonly value: number, readonly definition: string, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number, readonly method: string } } }
          | { readonly __typename: 'TrendEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly relevance: { readonly score: number } | null, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage } | null } | null }
          | { readonly __typename: 'VideoEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string }, readonly outlier: { readonly robustZ: number, readonly multipleOfMedian: number, readonly ageHours: number, readonly sampleSize: number } | null, readonly video: { readonly id: string, readonly title: string | null, readonly shareUrl: string | null, readonly postedAt: string } | null }
        > | null, readonly expected: { readonly metric: ForecastMetric, readonly ageHours: number, readonly estimate: { readonly value: number, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } } | null, readonly outcome: { readonly actual: number, readonly isWithinInterval: boolean, readonly measuredAt: string, readonly video: { readonly id: string, readonly title: string | null } | null } | null, readonly feedback: { readonly at: string, readonly comment: string | null, readonly dismissReason: DismissReason | null } | null, readonly connection: { readonly id: string }, readonly run: { readonly id: string } } }> } | null };

export type RecommendationRunQueryVariables = Exact<{
  id: string;
}>;


export type RecommendationRunQuery = { readonly recommendationRun: { readonly id: string, readonly status: RunStatus, readonly attempt: number, readonly engine: RecommendationEngine, readonly model: string | null, readonly requestedAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly lastSequence: number, readonly connection: { readonly id: string, readonly displayName: string | null }, readonly evidence: ReadonlyArray<
      | { readonly __typename: 'FindingEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly finding: { readonly id: string, readonly kind: FindingKind, readonly startedOn: string } | null }
      | { readonly __typename: 'PastRecommendationEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly recommendation: { readonly id: string, readonly title: string, readonly status: RecommendationStatus } | null }
      | { readonly __typename: 'StatisticEvidence', readonly topic: StatisticTopic, readonly subject: string | null, readonly verdict: Verdict, readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly estimate: { readonly value: number, readonly definition: string, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number, readonly method: string } } }
      | { readonly __typename: 'TrendEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly relevance: { readonly score: number } | null, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage } | null } | null }
      | { readonly __typename: 'VideoEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string }, readonly outlier: { readonly robustZ: number, readonly multipleOfMedian: number, readonly ageHours: number, readonly sampleSize: number } | null, readonly video: { readonly id: string, readonly title: string | null, readonly shareUrl: string | null, readonly postedAt: string } | null }
    > | null, readonly recommendations: ReadonlyArray<{ readonly id: string, readonly index: number, readonly kind: RecommendationKind, readonly status: RecommendationStatus, readonly title: string, readonly hook: string | null, readonly idea: string, readonly caption: string | null, readonly callToAction: string | null, readonly createdAt: string, readonly hashtags: ReadonlyArray<{ readonly hashtag: string, readonly basis: HashtagBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null, readonly trend: { readonly id: string, readonly name: string, readonly region: string | null, readonly isExploding: boolean } | null }>, readonly sound: { readonly id: string, readonly name: string, readonly tikTokId: string | null, readonly isExploding: boolean } | null, readonly postAt: ReadonlyArray<{ readonly at: string, readonly basis: SlotBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null }>, readonly script: ReadonlyArray<{ readonly startSecond: number, readonly endSecond: number, readonly line: string, readonly visual: string | null }>, readonly citations: ReadonlyArray<{ readonly path: string, readonly quote: string, readonly figure: number | null, readonly basis: FigureBasis, readonly evidence:
          | { readonly id: string, readonly key: string }
          | { readonly id: string, readonly key: string }
          | { readonly id: string, readonly key: string }
          | { readonly id: string, readonly key: string }
          | { readonly id: string, readonly key: string }
         }>, readonly evidence: ReadonlyArray<
        | { readonly __typename: 'FindingEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly finding: { readonly id: string, readonly kind: FindingKind, readonly startedOn: string } | null }
        | { readonly __typename: 'PastRecommendationEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly recommendation: { readonly id: string, readonly title: string, readonly status: RecommendationStatus } | null }
        | { readonly __typename: 'StatisticEvidence', readonly topic: StatisticTopic, readonly subject: string | null, readonly verdict: Verdict, readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly estimate: { readonly value: number, readonly definition: string, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number, readonly method: string } } }
        | { readonly __typename: 'TrendEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly relevance: { readonly score: number } | null, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage } | null } | null }
        | { readonly __typename: 'VideoEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string }, readonly outlier: { readonly robustZ: number, readonly multipleOfMedian: number, readonly ageHours: number, readonly sampleSize: number } | null, readonly video: { readonly id: string, readonly title: string | null, readonly shareUrl: string | null, readonly postedAt: string } | null }
      > | null, readonly expected: { readonly metric: ForecastMetric, readonly ageHours: number, readonly estimate: { readonly value: number, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } } | null, readonly outcome: { readonly actual: number, readonly isWithinInterval: boolean, readonly measuredAt: string, readonly video: { readonly id: string, readonly title: string | null } | null } | null, readonly feedback: { readonly at: string, readonly comment: string | null, readonly dismissReason: DismissReason | null } | null, readonly connection: { readonly id: string }, readonly run: { readonly id: string } }>, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } | null, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null } | null };

export type RunEventsQueryVariables = Exact<{
  id: string;
  after?: number;
  first?: number;
}>;


export type RunEventsQuery = { readonly recommendationRun: { readonly id: string, readonly status: RunStatus, readonly lastSequence: number, readonly events: ReadonlyArray<
      | { readonly __typename: 'EvidenceGathered', readonly sequence: number, readonly at: string, readonly runId: string, readonly evidence: ReadonlyArray<
          | { readonly __typename: 'FindingEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly finding: { readonly id: string, readonly kind: FindingKind, readonly startedOn: string } | null }
          | { readonly __typename: 'PastRecommendationEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly recommendation: { readonly id: string, readonly title: string, readonly status: RecommendationStatus } | null }
          | { readonly __typename: 'StatisticEvidence', readonly topic: StatisticTopic, readonly subject: string | null, readonly verdict: Verdict, readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly estimate: { readonly value: number, readonly definition: string, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number, readonly method: string } } }
          | { readonly __typename: 'TrendEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly relevance: { readonly score: number } | null, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage } | null } | null }
          | { readonly __typename: 'VideoEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string }, readonly outlier: { readonly robustZ: number, readonly multipleOfMedian: number, readonly ageHours: number, readonly sampleSize: number } | null, readonly video: { readonly id: string, readonly title: string | null, readonly shareUrl: string | null, readonly postedAt: string } | null }
        > | null }
      | { readonly __typename: 'RecommendationCompleted', readonly index: number, readonly sequence: number, readonly at: string, readonly runId: string, readonly recommendation: { readonly id: string, readonly index: number, readonly kind: RecommendationKind, readonly status: RecommendationStatus, readonly title: string, readonly hook: string | null, readonly idea: string, readonly caption: string | null, readonly callToAction: string | null, readonly createdAt: string, readonly hashtags: ReadonlyArray<{ readonly hashtag: string, readonly basis: HashtagBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null, readonly trend: { readonly id: string, readonly name: string, readonly region: string | null, readonly isExploding: boolean } | null }>, readonly sound: { readonly id: string, readonly name: string, readonly tikTokId: string | null, readonly isExploding: boolean } | null, readonly postAt: ReadonlyArray<{ readonly at: string, readonly basis: SlotBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null }>, readonly script: ReadonlyArray<{ readonly startSecond: number, readonly endSecond: number, readonly line: string, readonly visual: string | null }>, readonly citations: ReadonlyArray<{ readonly path: string, readonly quote: string, readonly figure: number | null, readonly basis: FigureBasis, readonly evidence:
              | { readonly id: string, readonly key: string }
              | { readonly id: string, readonly key: string }
              | { readonly id: string, readonly key: string }
              | { readonly id: string, readonly key: string }
              | { readonly id: string, readonly key: string }
             }>, readonly evidence: ReadonlyArray<
            | { readonly __typename: 'FindingEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly finding: { readonly id: string, readonly kind: FindingKind, readonly startedOn: string } | null }
            | { readonly __typename: 'PastRecommendationEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly recommendation: { readonly id: string, readonly title: string, readonly status: RecommendationStatus } | null }
            | { readonly __typename: 'StatisticEvidence', readonly topic: StatisticTopic, readonly subject: string | null, readonly verdict: Verdict, readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly estimate: { readonly value: number, readonly definition: string, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number, readonly method: string } } }
            | { readonly __typename: 'TrendEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly relevance: { readonly score: number } | null, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage } | null } | null }
            | { readonly __typename: 'VideoEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string }, readonly outlier: { readonly robustZ: number, readonly multipleOfMedian: number, readonly ageHours: number, readonly sampleSize: number } | null, readonly video: { readonly id: string, readonly title: string | null, readonly shareUrl: string | null, readonly postedAt: string } | null }
          > | null, readonly expected: { readonly metric: ForecastMetric, readonly ageHours: number, readonly estimate: { readonly value: number, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } } | null, readonly outcome: { readonly actual: number, readonly isWithinInterval: boolean, readonly measuredAt: string, readonly video: { readonly id: string, readonly title: string | null } | null } | null, readonly feedback: { readonly at: string, readonly comment: string | null, readonly dismissReason: DismissReason | null } | null, readonly connection: { readonly id: string }, readonly run: { readonly id: string } } | null }
      | { readonly __typename: 'RecommendationDelta', readonly index: number, readonly path: string, readonly offset: number, readonly text: string, readonly sequence: number, readonly at: string, readonly runId: string }
      | { readonly __typename: 'RecommendationDropped', readonly index: number, readonly sequence: number, readonly at: string, readonly runId: string, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } }
      | { readonly __typename: 'RecommendationStarted', readonly index: number, readonly kind: RecommendationKind, readonly attempt: number, readonly sequence: number, readonly at: string, readonly runId: string }
      | { readonly __typename: 'RunCancelled', readonly sequence: number, readonly at: string, readonly runId: string, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null }
      | { readonly __typename: 'RunCompleted', readonly completed: number, readonly dropped: number, readonly sequence: number, readonly at: string, readonly runId: string, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null }
      | { readonly __typename: 'RunFailed', readonly sequence: number, readonly at: string, readonly runId: string, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null }, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null }
      | { readonly __typename: 'RunStarted', readonly engine: RecommendationEngine, readonly model: string | null, readonly attempt: number, readonly sequence: number, readonly at: string, readonly runId: string }
    > | null } | null };

export type GenerateRecommendationsMutationVariables = Exact<{
  input: GenerateRecommendationsInput;
}>;


export type GenerateRecommendationsMutation = { readonly generateRecommendations:
    | { readonly __typename: 'BudgetExceededError', readonly code: ErrorCode, readonly message: string, readonly budget: { readonly limitUsd: number, readonly spentUsd: number, readonly resetAt: string } }
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'InsufficientData', readonly requiredDays: number, readonly availableDays: number, readonly availableOn: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'RecommendationRun', readonly id: string, readonly status: RunStatus, readonly attempt: number, readonly engine: RecommendationEngine, readonly model: string | null, readonly requestedAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly lastSequence: number, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } | null, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type CancelRecommendationRunMutationVariables = Exact<{
  input: CancelRecommendationRunInput;
}>;


export type CancelRecommendationRunMutation = { readonly cancelRecommendationRun:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'RecommendationRun', readonly id: string, readonly status: RunStatus, readonly attempt: number, readonly engine: RecommendationEngine, readonly model: string | null, readonly requestedAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly lastSequence: number, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } | null, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type UpdateRecommendationMutationVariables = Exact<{
  input: UpdateRecommendationInput;
}>;


export type UpdateRecommendationMutation = { readonly updateRecommendation:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'TikTokRecommendation', readonly id: string, readonly index: number, readonly kind: RecommendationKind, readonly status: RecommendationStatus, readonly title: string, readonly hook: string | null, readonly idea: string, readonly caption: string | null, readonly callToAction: string | null, readonly createdAt: string, readonly hashtags: ReadonlyArray<{ readonly hashtag: string, readonly basis: HashtagBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null, readonly trend: { readonly id: string, readonly name: string, readonly region: string | null, readonly isExploding: boolean } | null }>, readonly sound: { readonly id: string, readonly name: string, readonly tikTokId: string | null, readonly isExploding: boolean } | null, readonly postAt: ReadonlyArray<{ readonly at: string, readonly basis: SlotBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null }>, readonly script: ReadonlyArray<{ readonly startSecond: number, readonly endSecond: number, readonly line: string, readonly visual: string | null }>, readonly citations: ReadonlyArray<{ readonly path: string, readonly quote: string, readonly figure: number | null, readonly basis: FigureBasis, readonly evidence:
          | { readonly id: string, readonly key: string }
          | { readonly id: string, readonly key: string }
          | { readonly id: string, readonly key: string }
          | { readonly id: string, readonly key: string }
          | { readonly id: string, readonly key: string }
         }>, readonly evidence: ReadonlyArray<
        | { readonly __typename: 'FindingEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly finding: { readonly id: string, readonly kind: FindingKind, readonly startedOn: string } | null }
        | { readonly __typename: 'PastRecommendationEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly recommendation: { readonly id: string, readonly title: string, readonly status: RecommendationStatus } | null }
        | { readonly __typename: 'StatisticEvidence', readonly topic: StatisticTopic, readonly subject: string | null, readonly verdict: Verdict, readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly estimate: { readonly value: number, readonly definition: string, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number, readonly method: string } } }
        | { readonly __typename: 'TrendEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly relevance: { readonly score: number } | null, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage } | null } | null }
        | { readonly __typename: 'VideoEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string }, readonly outlier: { readonly robustZ: number, readonly multipleOfMedian: number, readonly ageHours: number, readonly sampleSize: number } | null, readonly video: { readonly id: string, readonly title: string | null, readonly shareUrl: string | null, readonly postedAt: string } | null }
      > | null, readonly expected: { readonly metric: ForecastMetric, readonly ageHours: number, readonly estimate: { readonly value: number, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } } | null, readonly outcome: { readonly actual: number, readonly isWithinInterval: boolean, readonly measuredAt: string, readonly video: { readonly id: string, readonly title: string | null } | null } | null, readonly feedback: { readonly at: string, readonly comment: string | null, readonly dismissReason: DismissReason | null } | null, readonly connection: { readonly id: string }, readonly run: { readonly id: string } }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type RecommendationRunEventsSubscriptionVariables = Exact<{
  runId: string;
  after?: number | null | undefined;
}>;


export type RecommendationRunEventsSubscription = { readonly recommendationRunEvents:
    | { readonly __typename: 'EvidenceGathered', readonly sequence: number, readonly at: string, readonly runId: string, readonly evidence: ReadonlyArray<
        | { readonly __typename: 'FindingEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly finding: { readonly id: string, readonly kind: FindingKind, readonly startedOn: string } | null }
        | { readonly __typename: 'PastRecommendationEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly recommendation: { readonly id: string, readonly title: string, readonly status: RecommendationStatus } | null }
        | { readonly __typename: 'StatisticEvidence', readonly topic: StatisticTopic, readonly subject: string | null, readonly verdict: Verdict, readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly estimate: { readonly value: number, readonly definition: string, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number, readonly method: string } } }
        | { readonly __typename: 'TrendEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly relevance: { readonly score: number } | null, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage } | null } | null }
        | { readonly __typename: 'VideoEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string }, readonly outlier: { readonly robustZ: number, readonly multipleOfMedian: number, readonly ageHours: number, readonly sampleSize: number } | null, readonly video: { readonly id: string, readonly title: string | null, readonly shareUrl: string | null, readonly postedAt: string } | null }
      > | null }
    | { readonly __typename: 'RecommendationCompleted', readonly index: number, readonly sequence: number, readonly at: string, readonly runId: string, readonly recommendation: { readonly id: string, readonly index: number, readonly kind: RecommendationKind, readonly status: RecommendationStatus, readonly title: string, readonly hook: string | null, readonly idea: string, readonly caption: string | null, readonly callToAction: string | null, readonly createdAt: string, readonly hashtags: ReadonlyArray<{ readonly hashtag: string, readonly basis: HashtagBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null, readonly trend: { readonly id: string, readonly name: string, readonly region: string | null, readonly isExploding: boolean } | null }>, readonly sound: { readonly id: string, readonly name: string, readonly tikTokId: string | null, readonly isExploding: boolean } | null, readonly postAt: ReadonlyArray<{ readonly at: string, readonly basis: SlotBasis, readonly lift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict } | null }>, readonly script: ReadonlyArray<{ readonly startSecond: number, readonly endSecond: number, readonly line: string, readonly visual: string | null }>, readonly citations: ReadonlyArray<{ readonly path: string, readonly quote: string, readonly figure: number | null, readonly basis: FigureBasis, readonly evidence:
            | { readonly id: string, readonly key: string }
            | { readonly id: string, readonly key: string }
            | { readonly id: string, readonly key: string }
            | { readonly id: string, readonly key: string }
            | { readonly id: string, readonly key: string }
           }>, readonly evidence: ReadonlyArray<
          | { readonly __typename: 'FindingEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly finding: { readonly id: string, readonly kind: FindingKind, readonly startedOn: string } | null }
          | { readonly __typename: 'PastRecommendationEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly recommendation: { readonly id: string, readonly title: string, readonly status: RecommendationStatus } | null }
          | { readonly __typename: 'StatisticEvidence', readonly topic: StatisticTopic, readonly subject: string | null, readonly verdict: Verdict, readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly estimate: { readonly value: number, readonly definition: string, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number, readonly method: string } } }
          | { readonly __typename: 'TrendEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly relevance: { readonly score: number } | null, readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage } | null } | null }
          | { readonly __typename: 'VideoEvidence', readonly id: string, readonly key: string, readonly summary: string, readonly capturedAt: string, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string }, readonly outlier: { readonly robustZ: number, readonly multipleOfMedian: number, readonly ageHours: number, readonly sampleSize: number } | null, readonly video: { readonly id: string, readonly title: string | null, readonly shareUrl: string | null, readonly postedAt: string } | null }
        > | null, readonly expected: { readonly metric: ForecastMetric, readonly ageHours: number, readonly estimate: { readonly value: number, readonly sampleSize: number, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } } | null, readonly outcome: { readonly actual: number, readonly isWithinInterval: boolean, readonly measuredAt: string, readonly video: { readonly id: string, readonly title: string | null } | null } | null, readonly feedback: { readonly at: string, readonly comment: string | null, readonly dismissReason: DismissReason | null } | null, readonly connection: { readonly id: string }, readonly run: { readonly id: string } } | null }
    | { readonly __typename: 'RecommendationDelta', readonly index: number, readonly path: string, readonly offset: number, readonly text: string, readonly sequence: number, readonly at: string, readonly runId: string }
    | { readonly __typename: 'RecommendationDropped', readonly index: number, readonly sequence: number, readonly at: string, readonly runId: string, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } }
    | { readonly __typename: 'RecommendationStarted', readonly index: number, readonly kind: RecommendationKind, readonly attempt: number, readonly sequence: number, readonly at: string, readonly runId: string }
    | { readonly __typename: 'RunCancelled', readonly sequence: number, readonly at: string, readonly runId: string, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null }
    | { readonly __typename: 'RunCompleted', readonly completed: number, readonly dropped: number, readonly sequence: number, readonly at: string, readonly runId: string, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null }
    | { readonly __typename: 'RunFailed', readonly sequence: number, readonly at: string, readonly runId: string, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null }, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null }
    | { readonly __typename: 'RunStarted', readonly engine: RecommendationEngine, readonly model: string | null, readonly attempt: number, readonly sequence: number, readonly at: string, readonly runId: string }
   };

export type RecommendationRunsSubscriptionVariables = Exact<{
  workspaceId: string;
  changedSince?: string | null | undefined;
}>;


export type RecommendationRunsSubscription = { readonly recommendationRuns: { readonly id: string, readonly status: RunStatus, readonly attempt: number, readonly engine: RecommendationEngine, readonly model: string | null, readonly requestedAt: string, readonly startedAt: string | null, readonly finishedAt: string | null, readonly lastSequence: number, readonly connection: { readonly id: string, readonly displayName: string | null }, readonly error: { readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly vendorCode: string | null } | null, readonly usage: { readonly inputTokens: number, readonly outputTokens: number, readonly cachedInputTokens: number, readonly reasoningTokens: number, readonly costUsd: number | null, readonly accuracy: UsageAccuracy } | null } };

export type TrendFieldsFragment = { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly category: string | null, readonly rank: number | null, readonly views: number | null, readonly posts: number | null, readonly source: TrendSource, readonly capturedAt: string, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage, readonly ageDays: number, readonly windowDays: number, readonly acceleration: number | null, readonly dailyGrowth: { readonly value: number, readonly sampleSize: number, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } } | null };

export type RelevanceFieldsFragment = { readonly score: number, readonly hashtagOverlap: number | null, readonly categoryFit: number | null, readonly audienceTime: number | null, readonly freshness: number | null, readonly computedAt: string, readonly ownLift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } | null };

export type TrendsQueryVariables = Exact<{
  workspaceId?: string | null | undefined;
  filter?: TrendFilter | null | undefined;
  orderBy?: TrendOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  isRated?: boolean;
  connectionId?: string;
}>;


export type TrendsQuery = { readonly trends: { readonly totalCount: number | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly category: string | null, readonly rank: number | null, readonly views: number | null, readonly posts: number | null, readonly source: TrendSource, readonly capturedAt: string, readonly isExploding: boolean, readonly relevance?: { readonly score: number, readonly hashtagOverlap: number | null, readonly categoryFit: number | null, readonly audienceTime: number | null, readonly freshness: number | null, readonly computedAt: string, readonly ownLift: { readonly value: number, readonly sampleSize: number, readonly verdict: Verdict, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } | null } | null, readonly velocity: { readonly stage: TrendStage, readonly ageDays: number, readonly windowDays: number, readonly acceleration: number | null, readonly dailyGrowth: { readonly value: number, readonly sampleSize: number, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } } | null } }> } | null };

export type TrendQueryVariables = Exact<{
  id: string;
  days?: number;
  source?: TrendSource | null | undefined;
}>;


export type TrendQuery = { readonly trend: { readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly category: string | null, readonly rank: number | null, readonly views: number | null, readonly posts: number | null, readonly source: TrendSource, readonly capturedAt: string, readonly isExploding: boolean, readonly history: ReadonlyArray<{ readonly at: string, readonly value: number, readonly unit: TrendUnit, readonly rank: number | null, readonly source: TrendSource }> | null, readonly readings: ReadonlyArray<{ readonly source: TrendSource, readonly capturedAt: string, readonly rank: number | null, readonly views: number | null, readonly posts: number | null, readonly value: number | null, readonly unit: TrendUnit }>, readonly velocity: { readonly stage: TrendStage, readonly ageDays: number, readonly windowDays: number, readonly acceleration: number | null, readonly dailyGrowth: { readonly value: number, readonly sampleSize: number, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } } | null } | null };

export type TrendSourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type TrendSourcesQuery = { readonly serverInfo: { readonly trendSources: ReadonlyArray<{ readonly source: TrendSource, readonly isEnabled: boolean, readonly description: string, readonly lastSuccessAt: string | null, readonly quotaRemaining: number | null, readonly lastError: { readonly code: ErrorCode, readonly message: string, readonly at: string, readonly retryable: boolean } | null }> | null } };

export type WatchTrendMutationVariables = Exact<{
  input: WatchTrendInput;
}>;


export type WatchTrendMutation = { readonly watchTrend:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'TikTokTrend', readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly category: string | null, readonly rank: number | null, readonly views: number | null, readonly posts: number | null, readonly source: TrendSource, readonly capturedAt: string, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage, readonly ageDays: number, readonly windowDays: number, readonly acceleration: number | null, readonly dailyGrowth: { readonly value: number, readonly sampleSize: number, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } } | null }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type UnwatchTrendMutationVariables = Exact<{
  input: WatchTrendInput;
}>;


export type UnwatchTrendMutation = { readonly unwatchTrend:
    | { readonly __typename: 'ConflictError', readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'ForbiddenError', readonly requiredRole: WorkspaceRole | null, readonly requiredScope: ApiKeyScope | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'NotFoundError', readonly resourceId: string | null, readonly code: ErrorCode, readonly message: string }
    | { readonly __typename: 'TikTokTrend', readonly id: string, readonly kind: TrendKind, readonly name: string, readonly region: string | null, readonly category: string | null, readonly rank: number | null, readonly views: number | null, readonly posts: number | null, readonly source: TrendSource, readonly capturedAt: string, readonly isExploding: boolean, readonly velocity: { readonly stage: TrendStage, readonly ageDays: number, readonly windowDays: number, readonly acceleration: number | null, readonly dailyGrowth: { readonly value: number, readonly sampleSize: number, readonly definition: string, readonly interval: { readonly lower: number, readonly upper: number, readonly level: number } } } | null }
    | { readonly __typename: 'ValidationError', readonly code: ErrorCode, readonly message: string, readonly issues: ReadonlyArray<{ readonly path: ReadonlyArray<string>, readonly message: string }> }
   };

export type VideoFieldsFragment = { readonly id: string, readonly tikTokId: string, readonly title: string | null, readonly description: string | null, readonly isCaptionCut: boolean, readonly hashtags: ReadonlyArray<string>, readonly postedAt: string, readonly durationSeconds: number | null, readonly shareUrl: string | null, readonly coverUrl: string | null, readonly availability: VideoAvailability, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string } | null, readonly engagementRate: { readonly value: number, readonly definition: EngagementRateDefinition, readonly aggregation: RateAggregation, readonly numerator: number | null, readonly denominator: number | null, readonly sampleSize: number } | null };

export type VideosQueryVariables = Exact<{
  workspaceId?: string | null | undefined;
  connectionIds?: ReadonlyArray<string> | string | null | undefined;
  filter?: VideoFilter | null | undefined;
  orderBy?: VideoOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type VideosQuery = { readonly videos: { readonly totalCount: number | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly tikTokId: string, readonly title: string | null, readonly description: string | null, readonly isCaptionCut: boolean, readonly hashtags: ReadonlyArray<string>, readonly postedAt: string, readonly durationSeconds: number | null, readonly shareUrl: string | null, readonly coverUrl: string | null, readonly availability: VideoAvailability, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string } | null, readonly engagementRate: { readonly value: number, readonly definition: EngagementRateDefinition, readonly aggregation: RateAggregation, readonly numerator: number | null, readonly denominator: number | null, readonly sampleSize: number } | null } }> } | null };

export type VideoQueryVariables = Exact<{
  id: string;
  days?: number;
}>;


export type VideoQuery = { readonly video: { readonly id: string, readonly tikTokId: string, readonly title: string | null, readonly description: string | null, readonly isCaptionCut: boolean, readonly hashtags: ReadonlyArray<string>, readonly postedAt: string, readonly durationSeconds: number | null, readonly shareUrl: string | null, readonly coverUrl: string | null, readonly availability: VideoAvailability, readonly analytics: ReadonlyArray<{ readonly date: string | null, readonly at: string, readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly deltaViews: number | null, readonly deltaLikes: number | null, readonly quality: PointQuality }> | null, readonly metrics: { readonly views: number | null, readonly likes: number | null, readonly comments: number | null, readonly shares: number | null, readonly capturedAt: string } | null, readonly engagementRate: { readonly value: number, readonly definition: EngagementRateDefinition, readonly aggregation: RateAggregation, readonly numerator: number | null, readonly denominator: number | null, readonly sampleSize: number } | null } | null };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly viewer: { readonly user: { readonly id: string, readonly name: string } | null, readonly apiKey: { readonly id: string, readonly name: string, readonly prefix: string, readonly role: WorkspaceRole, readonly scopes: ReadonlyArray<ApiKeyScope> } | null, readonly workspaces: ReadonlyArray<{ readonly id: string, readonly name: string, readonly slug: string, readonly role: WorkspaceRole }> } | null, readonly serverInfo: { readonly version: string, readonly mode: ServerMode, readonly recommendationEngine: RecommendationEngine } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AccountMetricsFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment AccountMetricsFields on AccountMetrics {
  followers
  following
  likes
  videos
  capturedAt
  nextCaptureAt
  source
}
    `, {"fragmentName":"AccountMetricsFields"}) as unknown as TypedDocumentString<AccountMetricsFieldsFragment, unknown>;
export const SyncFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SyncFields on SyncState {
  isRunning
  lastSyncedAt
  nextSyncAt
  progress {
    phase
    videosSeen
    videosExpected
  }
  lastError {
    code
    message
    at
    retryable
    tikTokCode
  }
}
    `, {"fragmentName":"SyncFields"}) as unknown as TypedDocumentString<SyncFieldsFragment, unknown>;
export const ConnectionFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ConnectionFields on TikTokConnection {
  id
  displayName
  username
  avatarUrl
  profileUrl
  isVerified
  status
  statusReason
  missingScopes
  timezone
  lastEventSequence
  metrics {
    ...AccountMetricsFields
  }
  sync {
    ...SyncFields
  }
}
    fragment SyncFields on SyncState {
  isRunning
  lastSyncedAt
  nextSyncAt
  progress {
    phase
    videosSeen
    videosExpected
  }
  lastError {
    code
    message
    at
    retryable
    tikTokCode
  }
}
fragment AccountMetricsFields on AccountMetrics {
  followers
  following
  likes
  videos
  capturedAt
  nextCaptureAt
  source
}`, {"fragmentName":"ConnectionFields"}) as unknown as TypedDocumentString<ConnectionFieldsFragment, unknown>;
export const FreshnessFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment FreshnessFields on Freshness {
  computedAt
  inputsThrough
  isStale
}
    `, {"fragmentName":"FreshnessFields"}) as unknown as TypedDocumentString<FreshnessFieldsFragment, unknown>;
export const ChangeFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ChangeFields on Change {
  absolute
  relative
}
    `, {"fragmentName":"ChangeFields"}) as unknown as TypedDocumentString<ChangeFieldsFragment, unknown>;
export const ErasureFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ErasureFields on DataErasure {
  id
  receipt
  status
  requestedAt
  completedAt
  proof {
    kind
    name
    deleted
    remaining
  }
  error {
    code
    message
    retryable
    vendorCode
  }
}
    `, {"fragmentName":"ErasureFields"}) as unknown as TypedDocumentString<ErasureFieldsFragment, unknown>;
export const AiBudgetFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}
    `, {"fragmentName":"AiBudgetFields"}) as unknown as TypedDocumentString<AiBudgetFieldsFragment, unknown>;
export const ErrorFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
    fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"fragmentName":"ErrorFields"}) as unknown as TypedDocumentString<ErrorFieldsFragment, unknown>;
export const ImportFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ImportFields on AnalyticsImport {
  id
  fileName
  mode
  status
  createdAt
  finishedAt
  format
  from
  to
  rowsRead
  rowsStored
  rowsUnchanged
  rowsRefused
  problems {
    fileName
    row
    column
    message
  }
  preview {
    date
    followers
    followersGained
    viewsGained
    likesGained
    commentsGained
    sharesGained
    profileViews
    viewers
  }
  error {
    code
    message
    retryable
  }
}
    `, {"fragmentName":"ImportFields"}) as unknown as TypedDocumentString<ImportFieldsFragment, unknown>;
export const MemberFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment MemberFields on Member {
  id
  role
  joinedAt
  user {
    id
    name
    email
    avatarUrl
  }
}
    `, {"fragmentName":"MemberFields"}) as unknown as TypedDocumentString<MemberFieldsFragment, unknown>;
export const InvitationFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment InvitationFields on Invitation {
  id
  email
  role
  expiresAt
  invitedBy {
    id
    name
  }
}
    `, {"fragmentName":"InvitationFields"}) as unknown as TypedDocumentString<InvitationFieldsFragment, unknown>;
export const ApiKeyFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ApiKeyFields on ApiKey {
  id
  name
  prefix
  role
  scopes
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}
    `, {"fragmentName":"ApiKeyFields"}) as unknown as TypedDocumentString<ApiKeyFieldsFragment, unknown>;
export const WorkspaceFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment WorkspaceFields on Workspace {
  id
  name
  slug
  role
  retentionDays
  aiBudget {
    ...AiBudgetFields
  }
}
    fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"fragmentName":"WorkspaceFields"}) as unknown as TypedDocumentString<WorkspaceFieldsFragment, unknown>;
export const EngagementRateFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment EngagementRateFields on EngagementRate {
  value
  definition
  aggregation
  numerator
  denominator
  sampleSize
}
    `, {"fragmentName":"EngagementRateFields"}) as unknown as TypedDocumentString<EngagementRateFieldsFragment, unknown>;
export const RateWithIntervalFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RateWithIntervalFields on EngagementRate {
  ...EngagementRateFields
  interval {
    lower
    upper
    level
  }
}
    fragment EngagementRateFields on EngagementRate {
  value
  definition
  aggregation
  numerator
  denominator
  sampleSize
}`, {"fragmentName":"RateWithIntervalFields"}) as unknown as TypedDocumentString<RateWithIntervalFieldsFragment, unknown>;
export const LiftFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment LiftFields on Lift {
  value
  interval {
    lower
    upper
    level
  }
  sampleSize
  verdict
  definition
}
    `, {"fragmentName":"LiftFields"}) as unknown as TypedDocumentString<LiftFieldsFragment, unknown>;
export const PostingTimesFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment PostingTimesFields on PostingTimeAnalysis {
  verdict
  timezone
  sampleSize
  hours {
    startHour
    lift {
      ...LiftFields
    }
  }
  days {
    day
    lift {
      ...LiftFields
    }
  }
  nextSlots(first: 3) {
    at
    basis
    lift {
      value
      verdict
    }
  }
}
    fragment LiftFields on Lift {
  value
  interval {
    lower
    upper
    level
  }
  sampleSize
  verdict
  definition
}`, {"fragmentName":"PostingTimesFields"}) as unknown as TypedDocumentString<PostingTimesFieldsFragment, unknown>;
export const ExportFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ExportFields on DataExport {
  id
  status
  createdAt
  bytes
  downloadUrl
  expiresAt
  error {
    code
    message
    retryable
    vendorCode
  }
}
    `, {"fragmentName":"ExportFields"}) as unknown as TypedDocumentString<ExportFieldsFragment, unknown>;
export const RunErrorFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RunErrorFields on RunError {
  code
  message
  retryable
  vendorCode
}
    `, {"fragmentName":"RunErrorFields"}) as unknown as TypedDocumentString<RunErrorFieldsFragment, unknown>;
export const TokenUsageFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment TokenUsageFields on TokenUsage {
  inputTokens
  outputTokens
  cachedInputTokens
  reasoningTokens
  costUsd
  accuracy
}
    `, {"fragmentName":"TokenUsageFields"}) as unknown as TypedDocumentString<TokenUsageFieldsFragment, unknown>;
export const RunFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RunFields on RecommendationRun {
  id
  status
  attempt
  engine
  model
  requestedAt
  startedAt
  finishedAt
  lastSequence
  error {
    ...RunErrorFields
  }
  usage {
    ...TokenUsageFields
  }
}
    fragment TokenUsageFields on TokenUsage {
  inputTokens
  outputTokens
  cachedInputTokens
  reasoningTokens
  costUsd
  accuracy
}
fragment RunErrorFields on RunError {
  code
  message
  retryable
  vendorCode
}`, {"fragmentName":"RunFields"}) as unknown as TypedDocumentString<RunFieldsFragment, unknown>;
export const EvidenceFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment EvidenceFields on Evidence {
  __typename
  id
  key
  summary
  capturedAt
  ... on StatisticEvidence {
    topic
    subject
    verdict
    estimate {
      value
      definition
      sampleSize
      interval {
        lower
        upper
        level
        method
      }
    }
  }
  ... on VideoEvidence {
    metrics {
      views
      likes
      comments
      shares
      capturedAt
    }
    outlier {
      robustZ
      multipleOfMedian
      ageHours
      sampleSize
    }
    video {
      id
      title
      shareUrl
      postedAt
    }
  }
  ... on TrendEvidence {
    relevance {
      score
    }
    trend {
      id
      kind
      name
      region
      isExploding
      velocity {
        stage
      }
    }
  }
  ... on FindingEvidence {
    finding {
      id
      kind
      startedOn
    }
  }
  ... on PastRecommendationEvidence {
    recommendation {
      id
      title
      status
    }
  }
}
    `, {"fragmentName":"EvidenceFields"}) as unknown as TypedDocumentString<EvidenceFieldsFragment, unknown>;
export const RecommendationFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RecommendationFields on TikTokRecommendation {
  id
  index
  kind
  status
  title
  hook
  idea
  caption
  callToAction
  createdAt
  hashtags {
    hashtag
    basis
    lift {
      value
      sampleSize
      verdict
    }
    trend {
      id
      name
      region
      isExploding
    }
  }
  sound {
    id
    name
    tikTokId
    isExploding
  }
  postAt {
    at
    basis
    lift {
      value
      sampleSize
      verdict
    }
  }
  script {
    startSecond
    endSecond
    line
    visual
  }
  citations {
    path
    quote
    figure
    basis
    evidence {
      id
      key
    }
  }
  evidence {
    ...EvidenceFields
  }
  expected {
    metric
    ageHours
    estimate {
      value
      sampleSize
      interval {
        lower
        upper
        level
      }
    }
  }
  outcome {
    actual
    isWithinInterval
    measuredAt
    video {
      id
      title
    }
  }
  feedback {
    at
    comment
    dismissReason
  }
  connection {
    id
  }
  run {
    id
  }
}
    fragment EvidenceFields on Evidence {
  __typename
  id
  key
  summary
  capturedAt
  ... on StatisticEvidence {
    topic
    subject
    verdict
    estimate {
      value
      definition
      sampleSize
      interval {
        lower
        upper
        level
        method
      }
    }
  }
  ... on VideoEvidence {
    metrics {
      views
      likes
      comments
      shares
      capturedAt
    }
    outlier {
      robustZ
      multipleOfMedian
      ageHours
      sampleSize
    }
    video {
      id
      title
      shareUrl
      postedAt
    }
  }
  ... on TrendEvidence {
    relevance {
      score
    }
    trend {
      id
      kind
      name
      region
      isExploding
      velocity {
        stage
      }
    }
  }
  ... on FindingEvidence {
    finding {
      id
      kind
      startedOn
    }
  }
  ... on PastRecommendationEvidence {
    recommendation {
      id
      title
      status
    }
  }
}`, {"fragmentName":"RecommendationFields"}) as unknown as TypedDocumentString<RecommendationFieldsFragment, unknown>;
export const RunEventFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RunEventFields on RecommendationRunEvent {
  __typename
  sequence
  at
  runId
  ... on RunStarted {
    engine
    model
    attempt
  }
  ... on EvidenceGathered {
    evidence {
      ...EvidenceFields
    }
  }
  ... on RecommendationStarted {
    index
    kind
    attempt
  }
  ... on RecommendationDelta {
    index
    path
    offset
    text
  }
  ... on RecommendationCompleted {
    index
    recommendation {
      ...RecommendationFields
    }
  }
  ... on RecommendationDropped {
    index
    error {
      ...RunErrorFields
    }
  }
  ... on RunCompleted {
    completed
    dropped
    usage {
      ...TokenUsageFields
    }
  }
  ... on RunFailed {
    error {
      ...RunErrorFields
    }
    usage {
      ...TokenUsageFields
    }
  }
  ... on RunCancelled {
    usage {
      ...TokenUsageFields
    }
  }
}
    fragment EvidenceFields on Evidence {
  __typename
  id
  key
  summary
  capturedAt
  ... on StatisticEvidence {
    topic
    subject
    verdict
    estimate {
      value
      definition
      sampleSize
      interval {
        lower
        upper
        level
        method
      }
    }
  }
  ... on VideoEvidence {
    metrics {
      views
      likes
      comments
      shares
      capturedAt
    }
    outlier {
      robustZ
      multipleOfMedian
      ageHours
      sampleSize
    }
    video {
      id
      title
      shareUrl
      postedAt
    }
  }
  ... on TrendEvidence {
    relevance {
      score
    }
    trend {
      id
      kind
      name
      region
      isExploding
      velocity {
        stage
      }
    }
  }
  ... on FindingEvidence {
    finding {
      id
      kind
      startedOn
    }
  }
  ... on PastRecommendationEvidence {
    recommendation {
      id
      title
      status
    }
  }
}
fragment RecommendationFields on TikTokRecommendation {
  id
  index
  kind
  status
  title
  hook
  idea
  caption
  callToAction
  createdAt
  hashtags {
    hashtag
    basis
    lift {
      value
      sampleSize
      verdict
    }
    trend {
      id
      name
      region
      isExploding
    }
  }
  sound {
    id
    name
    tikTokId
    isExploding
  }
  postAt {
    at
    basis
    lift {
      value
      sampleSize
      verdict
    }
  }
  script {
    startSecond
    endSecond
    line
    visual
  }
  citations {
    path
    quote
    figure
    basis
    evidence {
      id
      key
    }
  }
  evidence {
    ...EvidenceFields
  }
  expected {
    metric
    ageHours
    estimate {
      value
      sampleSize
      interval {
        lower
        upper
        level
      }
    }
  }
  outcome {
    actual
    isWithinInterval
    measuredAt
    video {
      id
      title
    }
  }
  feedback {
    at
    comment
    dismissReason
  }
  connection {
    id
  }
  run {
    id
  }
}
fragment TokenUsageFields on TokenUsage {
  inputTokens
  outputTokens
  cachedInputTokens
  reasoningTokens
  costUsd
  accuracy
}
fragment RunErrorFields on RunError {
  code
  message
  retryable
  vendorCode
}`, {"fragmentName":"RunEventFields"}) as unknown as TypedDocumentString<RunEventFieldsFragment, unknown>;
export const TrendFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment TrendFields on TikTokTrend {
  id
  kind
  name
  region
  category
  rank
  views
  posts
  source
  capturedAt
  isExploding
  velocity {
    stage
    ageDays
    windowDays
    acceleration
    dailyGrowth {
      value
      interval {
        lower
        upper
        level
      }
      sampleSize
      definition
    }
  }
}
    `, {"fragmentName":"TrendFields"}) as unknown as TypedDocumentString<TrendFieldsFragment, unknown>;
export const RelevanceFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RelevanceFields on TrendRelevance {
  score
  hashtagOverlap
  categoryFit
  audienceTime
  freshness
  ownLift {
    ...LiftFields
  }
  computedAt
}
    fragment LiftFields on Lift {
  value
  interval {
    lower
    upper
    level
  }
  sampleSize
  verdict
  definition
}`, {"fragmentName":"RelevanceFields"}) as unknown as TypedDocumentString<RelevanceFieldsFragment, unknown>;
export const VideoFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment VideoFields on TikTokVideo {
  id
  tikTokId
  title
  description
  isCaptionCut
  hashtags
  postedAt
  durationSeconds
  shareUrl
  coverUrl
  availability
  metrics {
    views
    likes
    comments
    shares
    capturedAt
  }
  engagementRate {
    ...EngagementRateFields
  }
}
    fragment EngagementRateFields on EngagementRate {
  value
  definition
  aggregation
  numerator
  denominator
  sampleSize
}`, {"fragmentName":"VideoFields"}) as unknown as TypedDocumentString<VideoFieldsFragment, unknown>;
export const ConnectionsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Connections($workspaceId: ID, $first: Int = 50, $after: String, $days: Int! = 28) {
  connections(workspaceId: $workspaceId, first: $first, after: $after) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      cursor
      node {
        ...ConnectionFields
        analytics(range: {lastDays: $days}) {
          points {
            date
            followers
            quality
          }
          totals {
            from
            to
            followersGained
            views
          }
        }
      }
    }
  }
}
    fragment SyncFields on SyncState {
  isRunning
  lastSyncedAt
  nextSyncAt
  progress {
    phase
    videosSeen
    videosExpected
  }
  lastError {
    code
    message
    at
    retryable
    tikTokCode
  }
}
fragment AccountMetricsFields on AccountMetrics {
  followers
  following
  likes
  videos
  capturedAt
  nextCaptureAt
  source
}
fragment ConnectionFields on TikTokConnection {
  id
  displayName
  username
  avatarUrl
  profileUrl
  isVerified
  status
  statusReason
  missingScopes
  timezone
  lastEventSequence
  metrics {
    ...AccountMetricsFields
  }
  sync {
    ...SyncFields
  }
}`, {"hash":"sha256:40bdc68cbe504cc43f879a16c7c7ce018c8c5c406c1afacbb780261e711b174d"}) as unknown as TypedDocumentString<ConnectionsQuery, ConnectionsQueryVariables>;
export const ConnectionDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Connection($id: ID!, $days: Int! = 28) {
  connection(id: $id) {
    ...ConnectionFields
    bio
    createdAt
    grantedScopes
    workspace {
      id
      name
    }
    analytics(range: {lastDays: $days}) {
      points {
        date
        followers
        followersGained
        viewsGained
        likesGained
        videosPosted
        quality
      }
      totals {
        from
        to
        views
        likes
        comments
        shares
        followersGained
        videosPosted
        engagementRate {
          ...EngagementRateFields
        }
      }
      change {
        views {
          ...ChangeFields
        }
        likes {
          ...ChangeFields
        }
        followersGained {
          ...ChangeFields
        }
        videosPosted {
          ...ChangeFields
        }
      }
      coverage {
        observedShare
        expectedPoints
        observedPoints
        interpolatedPoints
        firstCaptureAt
        lastCaptureAt
      }
      freshness {
        ...FreshnessFields
      }
    }
  }
}
    fragment SyncFields on SyncState {
  isRunning
  lastSyncedAt
  nextSyncAt
  progress {
    phase
    videosSeen
    videosExpected
  }
  lastError {
    code
    message
    at
    retryable
    tikTokCode
  }
}
fragment AccountMetricsFields on AccountMetrics {
  followers
  following
  likes
  videos
  capturedAt
  nextCaptureAt
  source
}
fragment ConnectionFields on TikTokConnection {
  id
  displayName
  username
  avatarUrl
  profileUrl
  isVerified
  status
  statusReason
  missingScopes
  timezone
  lastEventSequence
  metrics {
    ...AccountMetricsFields
  }
  sync {
    ...SyncFields
  }
}
fragment FreshnessFields on Freshness {
  computedAt
  inputsThrough
  isStale
}
fragment ChangeFields on Change {
  absolute
  relative
}
fragment EngagementRateFields on EngagementRate {
  value
  definition
  aggregation
  numerator
  denominator
  sampleSize
}`, {"hash":"sha256:d8ecbaf68da2f74b6e3164f99665015ca939bbd5bcbdb83380324586031c04bb"}) as unknown as TypedDocumentString<ConnectionQuery, ConnectionQueryVariables>;
export const StartTikTokAuthDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StartTikTokAuth($input: StartTikTokAuthInput!) {
  startTikTokAuth(input: $input) {
    __typename
    ... on StartTikTokAuthPayload {
      authorizationUrl
      expiresAt
      state
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:6839dd6111e73e39df637a40aa3f7f15e48c9102ff63d9ac67c362f85bc79aa3"}) as unknown as TypedDocumentString<StartTikTokAuthMutation, StartTikTokAuthMutationVariables>;
export const UpdateConnectionDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateConnection($input: UpdateConnectionInput!) {
  updateConnection(input: $input) {
    __typename
    ... on TikTokConnection {
      ...ConnectionFields
    }
    ...ErrorFields
  }
}
    fragment SyncFields on SyncState {
  isRunning
  lastSyncedAt
  nextSyncAt
  progress {
    phase
    videosSeen
    videosExpected
  }
  lastError {
    code
    message
    at
    retryable
    tikTokCode
  }
}
fragment AccountMetricsFields on AccountMetrics {
  followers
  following
  likes
  videos
  capturedAt
  nextCaptureAt
  source
}
fragment ConnectionFields on TikTokConnection {
  id
  displayName
  username
  avatarUrl
  profileUrl
  isVerified
  status
  statusReason
  missingScopes
  timezone
  lastEventSequence
  metrics {
    ...AccountMetricsFields
  }
  sync {
    ...SyncFields
  }
}
fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:e536d514650fd76566a4d9e7a061473a9f3d977a287ef82dc23fc89e14eed455"}) as unknown as TypedDocumentString<UpdateConnectionMutation, UpdateConnectionMutationVariables>;
export const SyncConnectionDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SyncConnection($input: SyncConnectionInput!) {
  syncConnection(input: $input) {
    __typename
    ... on TikTokConnection {
      ...ConnectionFields
    }
    ...ErrorFields
  }
}
    fragment SyncFields on SyncState {
  isRunning
  lastSyncedAt
  nextSyncAt
  progress {
    phase
    videosSeen
    videosExpected
  }
  lastError {
    code
    message
    at
    retryable
    tikTokCode
  }
}
fragment AccountMetricsFields on AccountMetrics {
  followers
  following
  likes
  videos
  capturedAt
  nextCaptureAt
  source
}
fragment ConnectionFields on TikTokConnection {
  id
  displayName
  username
  avatarUrl
  profileUrl
  isVerified
  status
  statusReason
  missingScopes
  timezone
  lastEventSequence
  metrics {
    ...AccountMetricsFields
  }
  sync {
    ...SyncFields
  }
}
fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:7b0e672642193891f7390f70650766afcfcc601e61ceab113dc86b090fb5eeaa"}) as unknown as TypedDocumentString<SyncConnectionMutation, SyncConnectionMutationVariables>;
export const DisconnectTikTokDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DisconnectTikTok($input: DisconnectTikTokInput!) {
  disconnectTikTok(input: $input) {
    __typename
    ... on DisconnectTikTokPayload {
      disconnected: connection {
        ...ConnectionFields
      }
      erasure {
        ...ErasureFields
      }
    }
    ...ErrorFields
  }
}
    fragment SyncFields on SyncState {
  isRunning
  lastSyncedAt
  nextSyncAt
  progress {
    phase
    videosSeen
    videosExpected
  }
  lastError {
    code
    message
    at
    retryable
    tikTokCode
  }
}
fragment AccountMetricsFields on AccountMetrics {
  followers
  following
  likes
  videos
  capturedAt
  nextCaptureAt
  source
}
fragment ConnectionFields on TikTokConnection {
  id
  displayName
  username
  avatarUrl
  profileUrl
  isVerified
  status
  statusReason
  missingScopes
  timezone
  lastEventSequence
  metrics {
    ...AccountMetricsFields
  }
  sync {
    ...SyncFields
  }
}
fragment ErasureFields on DataErasure {
  id
  receipt
  status
  requestedAt
  completedAt
  proof {
    kind
    name
    deleted
    remaining
  }
  error {
    code
    message
    retryable
    vendorCode
  }
}
fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:53becbc90e080198089cb4a0a5a88e02c195549a269fcf38d5e3cac18d4cf985"}) as unknown as TypedDocumentString<DisconnectTikTokMutation, DisconnectTikTokMutationVariables>;
export const ErasureDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Erasure($receipt: String!) {
  erasure(receipt: $receipt) {
    ...ErasureFields
  }
}
    fragment ErasureFields on DataErasure {
  id
  receipt
  status
  requestedAt
  completedAt
  proof {
    kind
    name
    deleted
    remaining
  }
  error {
    code
    message
    retryable
    vendorCode
  }
}`, {"hash":"sha256:a3e75e3008e7caef5a96c4ca7fabc1b12f672481a26df6d1f58534950560ea2d"}) as unknown as TypedDocumentString<ErasureQuery, ErasureQueryVariables>;
export const ConnectionEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription ConnectionEvents($connectionId: ID!, $after: Int) {
  connectionEvents(connectionId: $connectionId, after: $after) {
    __typename
    sequence
    at
    connectionId
    ... on SyncProgressed {
      progress {
        phase
        videosSeen
        videosExpected
      }
    }
    ... on SyncCompleted {
      newVideos
      snapshots
      nextSyncAt
    }
    ... on SyncFailed {
      error {
        code
        message
        at
        retryable
        tikTokCode
      }
      nextSyncAt
    }
    ... on SnapshotsStored {
      videoIds
      metrics {
        ...AccountMetricsFields
      }
    }
    ... on ConnectionStatusChanged {
      status
      statusReason
      missingScopes
    }
    ... on AnalysisRefreshed {
      freshness {
        ...FreshnessFields
      }
    }
    ... on ImportFinished {
      import {
        ...ImportFields
      }
    }
    ... on TrendExploded {
      trend {
        id
        kind
        name
        region
      }
    }
  }
}
    fragment AccountMetricsFields on AccountMetrics {
  followers
  following
  likes
  videos
  capturedAt
  nextCaptureAt
  source
}
fragment FreshnessFields on Freshness {
  computedAt
  inputsThrough
  isStale
}
fragment ImportFields on AnalyticsImport {
  id
  fileName
  mode
  status
  createdAt
  finishedAt
  format
  from
  to
  rowsRead
  rowsStored
  rowsUnchanged
  rowsRefused
  problems {
    fileName
    row
    column
    message
  }
  preview {
    date
    followers
    followersGained
    viewsGained
    likesGained
    commentsGained
    sharesGained
    profileViews
    viewers
  }
  error {
    code
    message
    retryable
  }
}`, {"hash":"sha256:2712fc70acc1d3c5254b311be5473381aa9192725c32de30cd201644a790a601"}) as unknown as TypedDocumentString<ConnectionEventsSubscription, ConnectionEventsSubscriptionVariables>;
export const ImportsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Imports($connectionId: ID!, $first: Int = 10, $after: String) {
  connection(id: $connectionId) {
    id
    imports(first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        cursor
        node {
          ...ImportFields
        }
      }
    }
  }
}
    fragment ImportFields on AnalyticsImport {
  id
  fileName
  mode
  status
  createdAt
  finishedAt
  format
  from
  to
  rowsRead
  rowsStored
  rowsUnchanged
  rowsRefused
  problems {
    fileName
    row
    column
    message
  }
  preview {
    date
    followers
    followersGained
    viewsGained
    likesGained
    commentsGained
    sharesGained
    profileViews
    viewers
  }
  error {
    code
    message
    retryable
  }
}`, {"hash":"sha256:7c1a9c82bb2327292a25e23f7fe161a12a24c9887db33c76de17ac50cdd4b72c"}) as unknown as TypedDocumentString<ImportsQuery, ImportsQueryVariables>;
export const ImportAnalyticsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ImportAnalytics($input: ImportAnalyticsInput!) {
  importAnalytics(input: $input) {
    __typename
    ... on AnalyticsImport {
      ...ImportFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment ImportFields on AnalyticsImport {
  id
  fileName
  mode
  status
  createdAt
  finishedAt
  format
  from
  to
  rowsRead
  rowsStored
  rowsUnchanged
  rowsRefused
  problems {
    fileName
    row
    column
    message
  }
  preview {
    date
    followers
    followersGained
    viewsGained
    likesGained
    commentsGained
    sharesGained
    profileViews
    viewers
  }
  error {
    code
    message
    retryable
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:57712fd6a2f8700a75d3afb6f22a6f9463f912455a0f9f24b6c216ea57ad94c6"}) as unknown as TypedDocumentString<ImportAnalyticsMutation, ImportAnalyticsMutationVariables>;
export const ImportTrendsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ImportTrends($input: ImportTrendsInput!) {
  importTrends(input: $input) {
    __typename
    ... on AnalyticsImport {
      ...ImportFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment ImportFields on AnalyticsImport {
  id
  fileName
  mode
  status
  createdAt
  finishedAt
  format
  from
  to
  rowsRead
  rowsStored
  rowsUnchanged
  rowsRefused
  problems {
    fileName
    row
    column
    message
  }
  preview {
    date
    followers
    followersGained
    viewsGained
    likesGained
    commentsGained
    sharesGained
    profileViews
    viewers
  }
  error {
    code
    message
    retryable
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:ddf9eabef15193f2bf39ccd49b6587d8597999e978bf2f93cdc935ae8314dd96"}) as unknown as TypedDocumentString<ImportTrendsMutation, ImportTrendsMutationVariables>;
export const ImportDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Import($id: ID!) {
  node(id: $id) {
    ... on AnalyticsImport {
      ...ImportFields
    }
  }
}
    fragment ImportFields on AnalyticsImport {
  id
  fileName
  mode
  status
  createdAt
  finishedAt
  format
  from
  to
  rowsRead
  rowsStored
  rowsUnchanged
  rowsRefused
  problems {
    fileName
    row
    column
    message
  }
  preview {
    date
    followers
    followersGained
    viewsGained
    likesGained
    commentsGained
    sharesGained
    profileViews
    viewers
  }
  error {
    code
    message
    retryable
  }
}`, {"hash":"sha256:f368c115b67b99c1ca140b34997bf4bcd33a98bc0ab89732b82efbf6ad266c71"}) as unknown as TypedDocumentString<ImportQuery, ImportQueryVariables>;
export const InvitationDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Invitation($token: String!) {
  invitation(token: $token) {
    workspaceName
    role
    email
    expiresAt
  }
}
    `, {"hash":"sha256:ef8382323b6d0b7bbd4c47276f9097a4956a8461fb05bd2108ca9012b7d74b55"}) as unknown as TypedDocumentString<InvitationQuery, InvitationQueryVariables>;
export const AcceptInvitationDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AcceptInvitation($input: AcceptInvitationInput!) {
  acceptInvitation(input: $input) {
    __typename
    ... on Workspace {
      id
      name
      role
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:2f53bf00774675495ae002f06d7fc6601cb75ba2aa3287aa32e120e80175a20f"}) as unknown as TypedDocumentString<AcceptInvitationMutation, AcceptInvitationMutationVariables>;
export const WorkspaceDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Workspace($id: ID!, $administered: Boolean! = false) {
  node(id: $id) {
    __typename
    ... on Workspace {
      ...WorkspaceFields
      members {
        ...MemberFields
      }
      invitations @include(if: $administered) {
        ...InvitationFields
      }
      apiKeys @include(if: $administered) {
        ...ApiKeyFields
      }
    }
  }
}
    fragment MemberFields on Member {
  id
  role
  joinedAt
  user {
    id
    name
    email
    avatarUrl
  }
}
fragment InvitationFields on Invitation {
  id
  email
  role
  expiresAt
  invitedBy {
    id
    name
  }
}
fragment ApiKeyFields on ApiKey {
  id
  name
  prefix
  role
  scopes
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}
fragment WorkspaceFields on Workspace {
  id
  name
  slug
  role
  retentionDays
  aiBudget {
    ...AiBudgetFields
  }
}`, {"hash":"sha256:224eff85681ee76a3c5f815fd82fb537891983ae3b3b5362911db69207f7ac3e"}) as unknown as TypedDocumentString<WorkspaceQuery, WorkspaceQueryVariables>;
export const CreateWorkspaceDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreateWorkspace($input: CreateWorkspaceInput!) {
  createWorkspace(input: $input) {
    __typename
    ... on Workspace {
      ...WorkspaceFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}
fragment WorkspaceFields on Workspace {
  id
  name
  slug
  role
  retentionDays
  aiBudget {
    ...AiBudgetFields
  }
}`, {"hash":"sha256:dc152d68382b540c2451d366329749183a5aa0e85c8341cfac82d14eaccab32f"}) as unknown as TypedDocumentString<CreateWorkspaceMutation, CreateWorkspaceMutationVariables>;
export const UpdateWorkspaceDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateWorkspace($input: UpdateWorkspaceInput!) {
  updateWorkspace(input: $input) {
    __typename
    ... on Workspace {
      ...WorkspaceFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}
fragment WorkspaceFields on Workspace {
  id
  name
  slug
  role
  retentionDays
  aiBudget {
    ...AiBudgetFields
  }
}`, {"hash":"sha256:998f766266820ac4cf1ee7c750f76d3ae5d2c6941f1d6747fe765955fe6c214e"}) as unknown as TypedDocumentString<UpdateWorkspaceMutation, UpdateWorkspaceMutationVariables>;
export const InviteMemberDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation InviteMember($input: InviteMemberInput!) {
  inviteMember(input: $input) {
    __typename
    ... on Invitation {
      ...InvitationFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment InvitationFields on Invitation {
  id
  email
  role
  expiresAt
  invitedBy {
    id
    name
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:b29a1132c5b78e542b73eb751b7388bdd431d7767b61994dc4d1968a69c3a050"}) as unknown as TypedDocumentString<InviteMemberMutation, InviteMemberMutationVariables>;
export const RevokeInvitationDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevokeInvitation($input: RevokeInvitationInput!) {
  revokeInvitation(input: $input) {
    __typename
    ... on RevokeInvitationPayload {
      invitationId
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:a95a3dda614a077b2064b5b0c0273cf0c7e75c78cca91d3820b3871e8ca7a42e"}) as unknown as TypedDocumentString<RevokeInvitationMutation, RevokeInvitationMutationVariables>;
export const UpdateMemberDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateMember($input: UpdateMemberInput!) {
  updateMember(input: $input) {
    __typename
    ... on Member {
      ...MemberFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment MemberFields on Member {
  id
  role
  joinedAt
  user {
    id
    name
    email
    avatarUrl
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:77e0e475d851c69296b4e7a993bc0b1030710cf03cc00eabffa0437861276dad"}) as unknown as TypedDocumentString<UpdateMemberMutation, UpdateMemberMutationVariables>;
export const RemoveMemberDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RemoveMember($input: RemoveMemberInput!) {
  removeMember(input: $input) {
    __typename
    ... on RemoveMemberPayload {
      memberId
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:e25ed4cc3ae4dcd734d877e9a25c515d8a6d6d2949c2bed6f0c418df9cdb8923"}) as unknown as TypedDocumentString<RemoveMemberMutation, RemoveMemberMutationVariables>;
export const CreateApiKeyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    __typename
    ... on CreateApiKeyPayload {
      secret
      apiKey {
        ...ApiKeyFields
      }
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment ApiKeyFields on ApiKey {
  id
  name
  prefix
  role
  scopes
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:07acbe1821e4b5f6f641f78463d3913651271b49bfb3795ceea3d80bf5def868"}) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevokeApiKey($input: RevokeApiKeyInput!) {
  revokeApiKey(input: $input) {
    __typename
    ... on ApiKey {
      ...ApiKeyFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment ApiKeyFields on ApiKey {
  id
  name
  prefix
  role
  scopes
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:7eacfd01250e66df00a08358e4decbaa2ffef47a61121374a152f9428c7ebcfa"}) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const MoveConnectionDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation MoveConnection($input: MoveConnectionInput!) {
  moveConnection(input: $input) {
    __typename
    ... on TikTokConnection {
      ...ConnectionFields
    }
    ...ErrorFields
  }
}
    fragment SyncFields on SyncState {
  isRunning
  lastSyncedAt
  nextSyncAt
  progress {
    phase
    videosSeen
    videosExpected
  }
  lastError {
    code
    message
    at
    retryable
    tikTokCode
  }
}
fragment AccountMetricsFields on AccountMetrics {
  followers
  following
  likes
  videos
  capturedAt
  nextCaptureAt
  source
}
fragment ConnectionFields on TikTokConnection {
  id
  displayName
  username
  avatarUrl
  profileUrl
  isVerified
  status
  statusReason
  missingScopes
  timezone
  lastEventSequence
  metrics {
    ...AccountMetricsFields
  }
  sync {
    ...SyncFields
  }
}
fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:09610c592015c2a31e833a848b982307bfcc19f14e37bbaaacdbe3073b7fd9f4"}) as unknown as TypedDocumentString<MoveConnectionMutation, MoveConnectionMutationVariables>;
export const PerformanceDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Performance($id: ID!, $days: Int! = 90) {
  connection(id: $id) {
    id
    performance(range: {lastDays: $days}) {
      byViews: engagementRate {
        ...RateWithIntervalFields
      }
      byFollowers: engagementRate(
        definition: BY_FOLLOWERS
        aggregation: MEDIAN_OF_POSTS
      ) {
        ...RateWithIntervalFields
      }
      bestVideos(first: 5) {
        rank
        score
        by
        video {
          id
          title
          description
          shareUrl
          coverUrl
          postedAt
          metrics {
            views
          }
          outlier {
            multipleOfMedian
            ageHours
            basis
            sampleSize
          }
        }
      }
      hashtags(first: 10) {
        hashtag
        lift {
          ...LiftFields
        }
      }
      formats {
        dimension
        label
        lift {
          ...LiftFields
        }
      }
      postingTimes {
        ...PostingTimesFields
      }
      freshness {
        ...FreshnessFields
      }
    }
    forecast(metric: FOLLOWERS, horizonDays: 14) {
      __typename
      ... on Forecast {
        confidence
        method
        points {
          date
          value
          interval {
            lower
            upper
          }
        }
        backtest {
          coverage
        }
      }
      ... on InsufficientData {
        requiredDays
        availableDays
      }
    }
  }
}
    fragment FreshnessFields on Freshness {
  computedAt
  inputsThrough
  isStale
}
fragment EngagementRateFields on EngagementRate {
  value
  definition
  aggregation
  numerator
  denominator
  sampleSize
}
fragment RateWithIntervalFields on EngagementRate {
  ...EngagementRateFields
  interval {
    lower
    upper
    level
  }
}
fragment LiftFields on Lift {
  value
  interval {
    lower
    upper
    level
  }
  sampleSize
  verdict
  definition
}
fragment PostingTimesFields on PostingTimeAnalysis {
  verdict
  timezone
  sampleSize
  hours {
    startHour
    lift {
      ...LiftFields
    }
  }
  days {
    day
    lift {
      ...LiftFields
    }
  }
  nextSlots(first: 3) {
    at
    basis
    lift {
      value
      verdict
    }
  }
}`, {"hash":"sha256:1f55c4e10b24fca9d5460e4442c040ad1ebf2b5c40ca75e6e3f9122afb96021f"}) as unknown as TypedDocumentString<PerformanceQuery, PerformanceQueryVariables>;
export const ExportDataDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ExportData($input: ExportDataInput!) {
  exportData(input: $input) {
    __typename
    ... on DataExport {
      ...ExportFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}
fragment ExportFields on DataExport {
  id
  status
  createdAt
  bytes
  downloadUrl
  expiresAt
  error {
    code
    message
    retryable
    vendorCode
  }
}`, {"hash":"sha256:69acefce0e9b25649e4ac5c4ad5e8458af964091abfb9b5861a2b28365921f7a"}) as unknown as TypedDocumentString<ExportDataMutation, ExportDataMutationVariables>;
export const ExportDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Export($id: ID!) {
  node(id: $id) {
    __typename
    ... on DataExport {
      ...ExportFields
    }
  }
}
    fragment ExportFields on DataExport {
  id
  status
  createdAt
  bytes
  downloadUrl
  expiresAt
  error {
    code
    message
    retryable
    vendorCode
  }
}`, {"hash":"sha256:9e71880987efc2aa6899af8ebe83c6483069722692fdc102515cb5ed9e133751"}) as unknown as TypedDocumentString<ExportQuery, ExportQueryVariables>;
export const EraseDataDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation EraseData($input: EraseDataInput!) {
  eraseData(input: $input) {
    __typename
    ... on DataErasure {
      ...ErasureFields
    }
    ...ErrorFields
  }
}
    fragment ErasureFields on DataErasure {
  id
  receipt
  status
  requestedAt
  completedAt
  proof {
    kind
    name
    deleted
    remaining
  }
  error {
    code
    message
    retryable
    vendorCode
  }
}
fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}`, {"hash":"sha256:a004d1a46c7783fe2b24e949fc5f19ce1c86a8e1689fad04b372297c50b0cc8a"}) as unknown as TypedDocumentString<EraseDataMutation, EraseDataMutationVariables>;
export const RecommendationsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Recommendations($workspaceId: ID, $connectionIds: [ID!], $filter: RecommendationFilter, $first: Int = 20, $after: String) {
  recommendations(
    workspaceId: $workspaceId
    connectionIds: $connectionIds
    filter: $filter
    first: $first
    after: $after
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      cursor
      node {
        ...RecommendationFields
      }
    }
  }
}
    fragment EvidenceFields on Evidence {
  __typename
  id
  key
  summary
  capturedAt
  ... on StatisticEvidence {
    topic
    subject
    verdict
    estimate {
      value
      definition
      sampleSize
      interval {
        lower
        upper
        level
        method
      }
    }
  }
  ... on VideoEvidence {
    metrics {
      views
      likes
      comments
      shares
      capturedAt
    }
    outlier {
      robustZ
      multipleOfMedian
      ageHours
      sampleSize
    }
    video {
      id
      title
      shareUrl
      postedAt
    }
  }
  ... on TrendEvidence {
    relevance {
      score
    }
    trend {
      id
      kind
      name
      region
      isExploding
      velocity {
        stage
      }
    }
  }
  ... on FindingEvidence {
    finding {
      id
      kind
      startedOn
    }
  }
  ... on PastRecommendationEvidence {
    recommendation {
      id
      title
      status
    }
  }
}
fragment RecommendationFields on TikTokRecommendation {
  id
  index
  kind
  status
  title
  hook
  idea
  caption
  callToAction
  createdAt
  hashtags {
    hashtag
    basis
    lift {
      value
      sampleSize
      verdict
    }
    trend {
      id
      name
      region
      isExploding
    }
  }
  sound {
    id
    name
    tikTokId
    isExploding
  }
  postAt {
    at
    basis
    lift {
      value
      sampleSize
      verdict
    }
  }
  script {
    startSecond
    endSecond
    line
    visual
  }
  citations {
    path
    quote
    figure
    basis
    evidence {
      id
      key
    }
  }
  evidence {
    ...EvidenceFields
  }
  expected {
    metric
    ageHours
    estimate {
      value
      sampleSize
      interval {
        lower
        upper
        level
      }
    }
  }
  outcome {
    actual
    isWithinInterval
    measuredAt
    video {
      id
      title
    }
  }
  feedback {
    at
    comment
    dismissReason
  }
  connection {
    id
  }
  run {
    id
  }
}`, {"hash":"sha256:b7322f81ce07d9650e2bd740531a3bee1a0607eaebac91e9e957d3fe107d63b5"}) as unknown as TypedDocumentString<RecommendationsQuery, RecommendationsQueryVariables>;
export const RecommendationRunDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RecommendationRun($id: ID!) {
  recommendationRun(id: $id) {
    ...RunFields
    connection {
      id
      displayName
    }
    evidence {
      ...EvidenceFields
    }
    recommendations {
      ...RecommendationFields
    }
  }
}
    fragment EvidenceFields on Evidence {
  __typename
  id
  key
  summary
  capturedAt
  ... on StatisticEvidence {
    topic
    subject
    verdict
    estimate {
      value
      definition
      sampleSize
      interval {
        lower
        upper
        level
        method
      }
    }
  }
  ... on VideoEvidence {
    metrics {
      views
      likes
      comments
      shares
      capturedAt
    }
    outlier {
      robustZ
      multipleOfMedian
      ageHours
      sampleSize
    }
    video {
      id
      title
      shareUrl
      postedAt
    }
  }
  ... on TrendEvidence {
    relevance {
      score
    }
    trend {
      id
      kind
      name
      region
      isExploding
      velocity {
        stage
      }
    }
  }
  ... on FindingEvidence {
    finding {
      id
      kind
      startedOn
    }
  }
  ... on PastRecommendationEvidence {
    recommendation {
      id
      title
      status
    }
  }
}
fragment RecommendationFields on TikTokRecommendation {
  id
  index
  kind
  status
  title
  hook
  idea
  caption
  callToAction
  createdAt
  hashtags {
    hashtag
    basis
    lift {
      value
      sampleSize
      verdict
    }
    trend {
      id
      name
      region
      isExploding
    }
  }
  sound {
    id
    name
    tikTokId
    isExploding
  }
  postAt {
    at
    basis
    lift {
      value
      sampleSize
      verdict
    }
  }
  script {
    startSecond
    endSecond
    line
    visual
  }
  citations {
    path
    quote
    figure
    basis
    evidence {
      id
      key
    }
  }
  evidence {
    ...EvidenceFields
  }
  expected {
    metric
    ageHours
    estimate {
      value
      sampleSize
      interval {
        lower
        upper
        level
      }
    }
  }
  outcome {
    actual
    isWithinInterval
    measuredAt
    video {
      id
      title
    }
  }
  feedback {
    at
    comment
    dismissReason
  }
  connection {
    id
  }
  run {
    id
  }
}
fragment TokenUsageFields on TokenUsage {
  inputTokens
  outputTokens
  cachedInputTokens
  reasoningTokens
  costUsd
  accuracy
}
fragment RunErrorFields on RunError {
  code
  message
  retryable
  vendorCode
}
fragment RunFields on RecommendationRun {
  id
  status
  attempt
  engine
  model
  requestedAt
  startedAt
  finishedAt
  lastSequence
  error {
    ...RunErrorFields
  }
  usage {
    ...TokenUsageFields
  }
}`, {"hash":"sha256:2ec8b59d401af856b4fb0ba80f9fdf819337c7ec4aa8962e5e95763d234b18aa"}) as unknown as TypedDocumentString<RecommendationRunQuery, RecommendationRunQueryVariables>;
export const RunEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RunEvents($id: ID!, $after: Int! = 0, $first: Int! = 100) {
  recommendationRun(id: $id) {
    id
    status
    lastSequence
    events(after: $after, first: $first) {
      ...RunEventFields
    }
  }
}
    fragment EvidenceFields on Evidence {
  __typename
  id
  key
  summary
  capturedAt
  ... on StatisticEvidence {
    topic
    subject
    verdict
    estimate {
      value
      definition
      sampleSize
      interval {
        lower
        upper
        level
        method
      }
    }
  }
  ... on VideoEvidence {
    metrics {
      views
      likes
      comments
      shares
      capturedAt
    }
    outlier {
      robustZ
      multipleOfMedian
      ageHours
      sampleSize
    }
    video {
      id
      title
      shareUrl
      postedAt
    }
  }
  ... on TrendEvidence {
    relevance {
      score
    }
    trend {
      id
      kind
      name
      region
      isExploding
      velocity {
        stage
      }
    }
  }
  ... on FindingEvidence {
    finding {
      id
      kind
      startedOn
    }
  }
  ... on PastRecommendationEvidence {
    recommendation {
      id
      title
      status
    }
  }
}
fragment RecommendationFields on TikTokRecommendation {
  id
  index
  kind
  status
  title
  hook
  idea
  caption
  callToAction
  createdAt
  hashtags {
    hashtag
    basis
    lift {
      value
      sampleSize
      verdict
    }
    trend {
      id
      name
      region
      isExploding
    }
  }
  sound {
    id
    name
    tikTokId
    isExploding
  }
  postAt {
    at
    basis
    lift {
      value
      sampleSize
      verdict
    }
  }
  script {
    startSecond
    endSecond
    line
    visual
  }
  citations {
    path
    quote
    figure
    basis
    evidence {
      id
      key
    }
  }
  evidence {
    ...EvidenceFields
  }
  expected {
    metric
    ageHours
    estimate {
      value
      sampleSize
      interval {
        lower
        upper
        level
      }
    }
  }
  outcome {
    actual
    isWithinInterval
    measuredAt
    video {
      id
      title
    }
  }
  feedback {
    at
    comment
    dismissReason
  }
  connection {
    id
  }
  run {
    id
  }
}
fragment TokenUsageFields on TokenUsage {
  inputTokens
  outputTokens
  cachedInputTokens
  reasoningTokens
  costUsd
  accuracy
}
fragment RunErrorFields on RunError {
  code
  message
  retryable
  vendorCode
}
fragment RunEventFields on RecommendationRunEvent {
  __typename
  sequence
  at
  runId
  ... on RunStarted {
    engine
    model
    attempt
  }
  ... on EvidenceGathered {
    evidence {
      ...EvidenceFields
    }
  }
  ... on RecommendationStarted {
    index
    kind
    attempt
  }
  ... on RecommendationDelta {
    index
    path
    offset
    text
  }
  ... on RecommendationCompleted {
    index
    recommendation {
      ...RecommendationFields
    }
  }
  ... on RecommendationDropped {
    index
    error {
      ...RunErrorFields
    }
  }
  ... on RunCompleted {
    completed
    dropped
    usage {
      ...TokenUsageFields
    }
  }
  ... on RunFailed {
    error {
      ...RunErrorFields
    }
    usage {
      ...TokenUsageFields
    }
  }
  ... on RunCancelled {
    usage {
      ...TokenUsageFields
    }
  }
}`, {"hash":"sha256:fe3552ebec5f819c7d5791f4161b7f4dfe01a89c0cc838c7d82c21210a8073f8"}) as unknown as TypedDocumentString<RunEventsQuery, RunEventsQueryVariables>;
export const GenerateRecommendationsDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation GenerateRecommendations($input: GenerateRecommendationsInput!) {
  generateRecommendations(input: $input) {
    __typename
    ... on RecommendationRun {
      ...RunFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}
fragment TokenUsageFields on TokenUsage {
  inputTokens
  outputTokens
  cachedInputTokens
  reasoningTokens
  costUsd
  accuracy
}
fragment RunErrorFields on RunError {
  code
  message
  retryable
  vendorCode
}
fragment RunFields on RecommendationRun {
  id
  status
  attempt
  engine
  model
  requestedAt
  startedAt
  finishedAt
  lastSequence
  error {
    ...RunErrorFields
  }
  usage {
    ...TokenUsageFields
  }
}`, {"hash":"sha256:829ff3e0fa70be6405acc2e1a5c6d57f370577187c9352c4b05514418eb72c85"}) as unknown as TypedDocumentString<GenerateRecommendationsMutation, GenerateRecommendationsMutationVariables>;
export const CancelRecommendationRunDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CancelRecommendationRun($input: CancelRecommendationRunInput!) {
  cancelRecommendationRun(input: $input) {
    __typename
    ... on RecommendationRun {
      ...RunFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}
fragment TokenUsageFields on TokenUsage {
  inputTokens
  outputTokens
  cachedInputTokens
  reasoningTokens
  costUsd
  accuracy
}
fragment RunErrorFields on RunError {
  code
  message
  retryable
  vendorCode
}
fragment RunFields on RecommendationRun {
  id
  status
  attempt
  engine
  model
  requestedAt
  startedAt
  finishedAt
  lastSequence
  error {
    ...RunErrorFields
  }
  usage {
    ...TokenUsageFields
  }
}`, {"hash":"sha256:9f3f60a6277ce85611d754f868a47853b194bb4f19988a5b82eea3da9f4c1c7e"}) as unknown as TypedDocumentString<CancelRecommendationRunMutation, CancelRecommendationRunMutationVariables>;
export const UpdateRecommendationDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateRecommendation($input: UpdateRecommendationInput!) {
  updateRecommendation(input: $input) {
    __typename
    ... on TikTokRecommendation {
      ...RecommendationFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}
fragment EvidenceFields on Evidence {
  __typename
  id
  key
  summary
  capturedAt
  ... on StatisticEvidence {
    topic
    subject
    verdict
    estimate {
      value
      definition
      sampleSize
      interval {
        lower
        upper
        level
        method
      }
    }
  }
  ... on VideoEvidence {
    metrics {
      views
      likes
      comments
      shares
      capturedAt
    }
    outlier {
      robustZ
      multipleOfMedian
      ageHours
      sampleSize
    }
    video {
      id
      title
      shareUrl
      postedAt
    }
  }
  ... on TrendEvidence {
    relevance {
      score
    }
    trend {
      id
      kind
      name
      region
      isExploding
      velocity {
        stage
      }
    }
  }
  ... on FindingEvidence {
    finding {
      id
      kind
      startedOn
    }
  }
  ... on PastRecommendationEvidence {
    recommendation {
      id
      title
      status
    }
  }
}
fragment RecommendationFields on TikTokRecommendation {
  id
  index
  kind
  status
  title
  hook
  idea
  caption
  callToAction
  createdAt
  hashtags {
    hashtag
    basis
    lift {
      value
      sampleSize
      verdict
    }
    trend {
      id
      name
      region
      isExploding
    }
  }
  sound {
    id
    name
    tikTokId
    isExploding
  }
  postAt {
    at
    basis
    lift {
      value
      sampleSize
      verdict
    }
  }
  script {
    startSecond
    endSecond
    line
    visual
  }
  citations {
    path
    quote
    figure
    basis
    evidence {
      id
      key
    }
  }
  evidence {
    ...EvidenceFields
  }
  expected {
    metric
    ageHours
    estimate {
      value
      sampleSize
      interval {
        lower
        upper
        level
      }
    }
  }
  outcome {
    actual
    isWithinInterval
    measuredAt
    video {
      id
      title
    }
  }
  feedback {
    at
    comment
    dismissReason
  }
  connection {
    id
  }
  run {
    id
  }
}`, {"hash":"sha256:5d9e89a8d3d91fbb32dbdddc49f58bede7a531c40b9b7b9222ab6b7354ce3564"}) as unknown as TypedDocumentString<UpdateRecommendationMutation, UpdateRecommendationMutationVariables>;
export const RecommendationRunEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription RecommendationRunEvents($runId: ID!, $after: Int) {
  recommendationRunEvents(runId: $runId, after: $after) {
    ...RunEventFields
  }
}
    fragment EvidenceFields on Evidence {
  __typename
  id
  key
  summary
  capturedAt
  ... on StatisticEvidence {
    topic
    subject
    verdict
    estimate {
      value
      definition
      sampleSize
      interval {
        lower
        upper
        level
        method
      }
    }
  }
  ... on VideoEvidence {
    metrics {
      views
      likes
      comments
      shares
      capturedAt
    }
    outlier {
      robustZ
      multipleOfMedian
      ageHours
      sampleSize
    }
    video {
      id
      title
      shareUrl
      postedAt
    }
  }
  ... on TrendEvidence {
    relevance {
      score
    }
    trend {
      id
      kind
      name
      region
      isExploding
      velocity {
        stage
      }
    }
  }
  ... on FindingEvidence {
    finding {
      id
      kind
      startedOn
    }
  }
  ... on PastRecommendationEvidence {
    recommendation {
      id
      title
      status
    }
  }
}
fragment RecommendationFields on TikTokRecommendation {
  id
  index
  kind
  status
  title
  hook
  idea
  caption
  callToAction
  createdAt
  hashtags {
    hashtag
    basis
    lift {
      value
      sampleSize
      verdict
    }
    trend {
      id
      name
      region
      isExploding
    }
  }
  sound {
    id
    name
    tikTokId
    isExploding
  }
  postAt {
    at
    basis
    lift {
      value
      sampleSize
      verdict
    }
  }
  script {
    startSecond
    endSecond
    line
    visual
  }
  citations {
    path
    quote
    figure
    basis
    evidence {
      id
      key
    }
  }
  evidence {
    ...EvidenceFields
  }
  expected {
    metric
    ageHours
    estimate {
      value
      sampleSize
      interval {
        lower
        upper
        level
      }
    }
  }
  outcome {
    actual
    isWithinInterval
    measuredAt
    video {
      id
      title
    }
  }
  feedback {
    at
    comment
    dismissReason
  }
  connection {
    id
  }
  run {
    id
  }
}
fragment TokenUsageFields on TokenUsage {
  inputTokens
  outputTokens
  cachedInputTokens
  reasoningTokens
  costUsd
  accuracy
}
fragment RunErrorFields on RunError {
  code
  message
  retryable
  vendorCode
}
fragment RunEventFields on RecommendationRunEvent {
  __typename
  sequence
  at
  runId
  ... on RunStarted {
    engine
    model
    attempt
  }
  ... on EvidenceGathered {
    evidence {
      ...EvidenceFields
    }
  }
  ... on RecommendationStarted {
    index
    kind
    attempt
  }
  ... on RecommendationDelta {
    index
    path
    offset
    text
  }
  ... on RecommendationCompleted {
    index
    recommendation {
      ...RecommendationFields
    }
  }
  ... on RecommendationDropped {
    index
    error {
      ...RunErrorFields
    }
  }
  ... on RunCompleted {
    completed
    dropped
    usage {
      ...TokenUsageFields
    }
  }
  ... on RunFailed {
    error {
      ...RunErrorFields
    }
    usage {
      ...TokenUsageFields
    }
  }
  ... on RunCancelled {
    usage {
      ...TokenUsageFields
    }
  }
}`, {"hash":"sha256:c15618d8762c289cf9d0abde9501b18b7d9450dc7becc4d45c13e0c5c67f27f8"}) as unknown as TypedDocumentString<RecommendationRunEventsSubscription, RecommendationRunEventsSubscriptionVariables>;
export const RecommendationRunsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription RecommendationRuns($workspaceId: ID!, $changedSince: DateTime) {
  recommendationRuns(workspaceId: $workspaceId, changedSince: $changedSince) {
    ...RunFields
    connection {
      id
      displayName
    }
  }
}
    fragment TokenUsageFields on TokenUsage {
  inputTokens
  outputTokens
  cachedInputTokens
  reasoningTokens
  costUsd
  accuracy
}
fragment RunErrorFields on RunError {
  code
  message
  retryable
  vendorCode
}
fragment RunFields on RecommendationRun {
  id
  status
  attempt
  engine
  model
  requestedAt
  startedAt
  finishedAt
  lastSequence
  error {
    ...RunErrorFields
  }
  usage {
    ...TokenUsageFields
  }
}`, {"hash":"sha256:a0e58052aa5d6eddf41f6584a768131cf3b7f049bcc0f47ed618e53191516f6e"}) as unknown as TypedDocumentString<RecommendationRunsSubscription, RecommendationRunsSubscriptionVariables>;
export const TrendsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Trends($workspaceId: ID, $filter: TrendFilter, $orderBy: TrendOrder, $first: Int = 20, $after: String, $isRated: Boolean! = false, $connectionId: ID! = "") {
  trends(
    workspaceId: $workspaceId
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      cursor
      node {
        ...TrendFields
        relevance(connectionId: $connectionId) @include(if: $isRated) {
          ...RelevanceFields
        }
      }
    }
  }
}
    fragment LiftFields on Lift {
  value
  interval {
    lower
    upper
    level
  }
  sampleSize
  verdict
  definition
}
fragment TrendFields on TikTokTrend {
  id
  kind
  name
  region
  category
  rank
  views
  posts
  source
  capturedAt
  isExploding
  velocity {
    stage
    ageDays
    windowDays
    acceleration
    dailyGrowth {
      value
      interval {
        lower
        upper
        level
      }
      sampleSize
      definition
    }
  }
}
fragment RelevanceFields on TrendRelevance {
  score
  hashtagOverlap
  categoryFit
  audienceTime
  freshness
  ownLift {
    ...LiftFields
  }
  computedAt
}`, {"hash":"sha256:d06787b061efaa9f6f156038b1b18b6d8b9fb32ab9900d6d6c9d46ffb8ee6992"}) as unknown as TypedDocumentString<TrendsQuery, TrendsQueryVariables>;
export const TrendDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Trend($id: ID!, $days: Int! = 90, $source: TrendSource) {
  trend(id: $id) {
    ...TrendFields
    history(range: {lastDays: $days}, source: $source) {
      at
      value
      unit
      rank
      source
    }
    readings {
      source
      capturedAt
      rank
      views
      posts
      value
      unit
    }
  }
}
    fragment TrendFields on TikTokTrend {
  id
  kind
  name
  region
  category
  rank
  views
  posts
  source
  capturedAt
  isExploding
  velocity {
    stage
    ageDays
    windowDays
    acceleration
    dailyGrowth {
      value
      interval {
        lower
        upper
        level
      }
      sampleSize
      definition
    }
  }
}`, {"hash":"sha256:502ee49bdc54252c64d1c88307071a09d3994d6462a9e66116e66c03576014ba"}) as unknown as TypedDocumentString<TrendQuery, TrendQueryVariables>;
export const TrendSourcesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query TrendSources {
  serverInfo {
    trendSources {
      source
      isEnabled
      description
      lastSuccessAt
      quotaRemaining
      lastError {
        code
        message
        at
        retryable
      }
    }
  }
}
    `, {"hash":"sha256:2be7a89fb035690916dd067db9bf687795f39461cc3d16611853634f8b02d62a"}) as unknown as TypedDocumentString<TrendSourcesQuery, TrendSourcesQueryVariables>;
export const WatchTrendDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation WatchTrend($input: WatchTrendInput!) {
  watchTrend(input: $input) {
    __typename
    ... on TikTokTrend {
      ...TrendFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}
fragment TrendFields on TikTokTrend {
  id
  kind
  name
  region
  category
  rank
  views
  posts
  source
  capturedAt
  isExploding
  velocity {
    stage
    ageDays
    windowDays
    acceleration
    dailyGrowth {
      value
      interval {
        lower
        upper
        level
      }
      sampleSize
      definition
    }
  }
}`, {"hash":"sha256:a4fdcf820d6f03483cb1b6ccc0377314fc9a18011f27ded36e92a2e3e5c7e4a5"}) as unknown as TypedDocumentString<WatchTrendMutation, WatchTrendMutationVariables>;
export const UnwatchTrendDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UnwatchTrend($input: WatchTrendInput!) {
  unwatchTrend(input: $input) {
    __typename
    ... on TikTokTrend {
      ...TrendFields
    }
    ...ErrorFields
  }
}
    fragment ErrorFields on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
  ... on NotFoundError {
    resourceId
  }
  ... on ForbiddenError {
    requiredRole
    requiredScope
  }
  ... on ImportUnreadableError {
    entry
  }
  ... on ReauthorizationRequiredError {
    missingScopes
    connection {
      id
    }
  }
  ... on InsufficientData {
    requiredDays
    availableDays
    availableOn
  }
  ... on BudgetExceededError {
    budget {
      ...AiBudgetFields
    }
  }
  ... on TikTokError {
    tikTokCode
    retryable
    retryAfterSeconds
    logId
  }
}
fragment AiBudgetFields on AiBudget {
  limitUsd
  spentUsd
  resetAt
}
fragment TrendFields on TikTokTrend {
  id
  kind
  name
  region
  category
  rank
  views
  posts
  source
  capturedAt
  isExploding
  velocity {
    stage
    ageDays
    windowDays
    acceleration
    dailyGrowth {
      value
      interval {
        lower
        upper
        level
      }
      sampleSize
      definition
    }
  }
}`, {"hash":"sha256:3498055e782732a012cfcba966a96bc4e9763209748beadf2ae44e171da643a1"}) as unknown as TypedDocumentString<UnwatchTrendMutation, UnwatchTrendMutationVariables>;
export const VideosDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Videos($workspaceId: ID, $connectionIds: [ID!], $filter: VideoFilter, $orderBy: VideoOrder, $first: Int = 20, $after: String) {
  videos(
    workspaceId: $workspaceId
    connectionIds: $connectionIds
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      cursor
      node {
        ...VideoFields
      }
    }
  }
}
    fragment EngagementRateFields on EngagementRate {
  value
  definition
  aggregation
  numerator
  denominator
  sampleSize
}
fragment VideoFields on TikTokVideo {
  id
  tikTokId
  title
  description
  isCaptionCut
  hashtags
  postedAt
  durationSeconds
  shareUrl
  coverUrl
  availability
  metrics {
    views
    likes
    comments
    shares
    capturedAt
  }
  engagementRate {
    ...EngagementRateFields
  }
}`, {"hash":"sha256:dd16948978a43e9e4a36524f1102c0373a85fd819bc5cf6453dcdd250735f030"}) as unknown as TypedDocumentString<VideosQuery, VideosQueryVariables>;
export const VideoDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Video($id: ID!, $days: Int! = 28) {
  video(id: $id) {
    ...VideoFields
    analytics(range: {lastDays: $days}) {
      date
      at
      views
      likes
      comments
      shares
      deltaViews
      deltaLikes
      quality
    }
  }
}
    fragment EngagementRateFields on EngagementRate {
  value
  definition
  aggregation
  numerator
  denominator
  sampleSize
}
fragment VideoFields on TikTokVideo {
  id
  tikTokId
  title
  description
  isCaptionCut
  hashtags
  postedAt
  durationSeconds
  shareUrl
  coverUrl
  availability
  metrics {
    views
    likes
    comments
    shares
    capturedAt
  }
  engagementRate {
    ...EngagementRateFields
  }
}`, {"hash":"sha256:a563e02af7f6217eb94c08857c72bedbecd87b2bdc71f076c40622fa73251c26"}) as unknown as TypedDocumentString<VideoQuery, VideoQueryVariables>;
export const ViewerDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Viewer {
  viewer {
    user {
      id
      name
    }
    apiKey {
      id
      name
      prefix
      role
      scopes
    }
    workspaces {
      id
      name
      slug
      role
    }
  }
  serverInfo {
    version
    mode
    recommendationEngine
  }
}
    `, {"hash":"sha256:3228021657862a3d2009af54efdeaa2d6411cc4dab88c8104505cc1c67e2a638"}) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;