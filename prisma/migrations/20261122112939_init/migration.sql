-- CreateEnum
CREATE TYPE "ConnectionStatus" AS ENUM ('ACTIVE', 'REAUTHORIZATION_REQUIRED', 'REVOKED');

-- CreateEnum
CREATE TYPE "SyncPhase" AS ENUM ('PROFILE', 'VIDEOS');

-- CreateEnum
CREATE TYPE "MetricSource" AS ENUM ('DISPLAY_API');

-- CreateEnum
CREATE TYPE "WorkspaceRole" AS ENUM ('OWNER', 'ADMIN', 'EDITOR', 'ANALYST');

-- CreateEnum
CREATE TYPE "ApiKeyScope" AS ENUM ('READ', 'RECOMMEND', 'COLLECT', 'ADMINISTER');

-- CreateEnum
CREATE TYPE "RunStatus" AS ENUM ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "RecommendationEngine" AS ENUM ('OPENAI', 'STATISTICAL');

-- CreateEnum
CREATE TYPE "RecommendationKind" AS ENUM ('IDEA', 'SCRIPT', 'HASHTAG_SET', 'POSTING_SLOT', 'FORMAT_CHANGE');

-- CreateEnum
CREATE TYPE "RecommendationStatus" AS ENUM ('NEW', 'SAVED', 'DISMISSED', 'USED');

-- CreateEnum
CREATE TYPE "DismissReason" AS ENUM ('NOT_RELEVANT', 'ALREADY_DONE', 'TOO_HARD', 'OFF_BRAND', 'WRONG_FACTS', 'OTHER');

-- CreateEnum
CREATE TYPE "EvidenceKind" AS ENUM ('VIDEO', 'STATISTIC');

-- CreateEnum
CREATE TYPE "TrendKind" AS ENUM ('HASHTAG', 'SOUND', 'FORMAT');

-- CreateEnum
CREATE TYPE "VideoOrientation" AS ENUM ('PORTRAIT', 'LANDSCAPE', 'SQUARE', 'UNKNOWN');

-- CreateEnum
CREATE TYPE "VideoFormat" AS ENUM ('VIDEO', 'UNKNOWN');

-- CreateEnum
CREATE TYPE "VideoAvailability" AS ENUM ('PUBLIC', 'UNAVAILABLE');

-- CreateTable
CREATE TABLE "TikTokCredential" (
    "id" UUID NOT NULL,
    "clientKey" TEXT NOT NULL,
    "openId" TEXT NOT NULL,
    "accessToken" TEXT NOT NULL,
    "refreshToken" TEXT NOT NULL,
    "accessTokenExpiresAt" TIMESTAMPTZ(3) NOT NULL,
    "refreshTokenExpiresAt" TIMESTAMPTZ(3) NOT NULL,
    "scopes" TEXT[],
    "refreshLeaseUntil" TIMESTAMPTZ(3),
    "deadReason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TikTokCredential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TikTokConnection" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "credentialId" UUID,
    "openId" TEXT NOT NULL,
    "username" TEXT,
    "displayName" TEXT,
    "profileUrl" TEXT,
    "isVerified" BOOLEAN,
    "bio" TEXT,
    "status" "ConnectionStatus" NOT NULL DEFAULT 'ACTIVE',
    "statusReason" TEXT,
    "grantedScopes" TEXT[],
    "missingScopes" TEXT[],
    "timezone" TEXT NOT NULL DEFAULT 'UTC',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastEventSequence" INTEGER NOT NULL DEFAULT 0,
    "followers" BIGINT,
    "following" BIGINT,
    "likes" BIGINT,
    "videoCount" BIGINT,
    "metricsCapturedAt" TIMESTAMPTZ(3),
    "metricsSource" "MetricSource",
    "nextCaptureAt" TIMESTAMPTZ(3),

    CONSTRAINT "TikTokConnection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TikTokSyncState" (
    "connectionId" UUID NOT NULL,
    "syncId" UUID,
    "phase" "SyncPhase",
    "videosSeen" INTEGER NOT NULL DEFAULT 0,
    "videosExpected" INTEGER,
    "startedAt" TIMESTAMPTZ(3),
    "lastSyncedAt" TIMESTAMPTZ(3),
    "nextSyncAt" TIMESTAMPTZ(3),
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "errorRetryable" BOOLEAN,
    "errorAt" TIMESTAMPTZ(3),
    "errorTikTokCode" TEXT,

    CONSTRAINT "TikTokSyncState_pkey" PRIMARY KEY ("connectionId")
);

-- CreateTable
CREATE TABLE "TikTokLogin" (
    "stateHash" TEXT NOT NULL,
    "workspaceId" UUID NOT NULL,
    "connectionId" UUID,
    "callerKey" TEXT NOT NULL,
    "requestedScopes" TEXT[],
    "codeVerifier" TEXT NOT NULL,
    "returnTo" TEXT,
    "browserHash" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "consumedAt" TIMESTAMPTZ(3),

    CONSTRAINT "TikTokLogin_pkey" PRIMARY KEY ("stateHash")
);

-- CreateTable
CREATE TABLE "StreamEvent" (
    "stream" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,

    CONSTRAINT "StreamEvent_pkey" PRIMARY KEY ("stream","sequence")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "avatarUrl" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "userId" UUID NOT NULL,
    "activeWorkspaceId" UUID,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Workspace" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "logo" TEXT,
    "metadata" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Member" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "WorkspaceRole" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "secretHash" TEXT NOT NULL,
    "role" "WorkspaceRole" NOT NULL,
    "scopes" "ApiKeyScope"[],
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "action" TEXT NOT NULL,
    "actorName" TEXT,
    "targetId" TEXT,
    "ipAddress" TEXT,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyRecord" (
    "id" TEXT NOT NULL,
    "inputHash" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IdempotencyRecord_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RecommendationRun" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "status" "RunStatus" NOT NULL DEFAULT 'QUEUED',
    "engine" "RecommendationEngine" NOT NULL,
    "model" TEXT,
    "promptVersion" TEXT,
    "input" JSONB NOT NULL,
    "requestedById" UUID,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "changedAt" TIMESTAMPTZ(3) NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "cancelRequestedAt" TIMESTAMPTZ(3),
    "lastSequence" INTEGER NOT NULL DEFAULT 0,
    "usage" JSONB,
    "error" JSONB,

    CONSTRAINT "RecommendationRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunEvidence" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" "EvidenceKind" NOT NULL,
    "summary" TEXT NOT NULL,
    "capturedAt" TIMESTAMPTZ(3) NOT NULL,
    "videoId" UUID,
    "facts" JSONB NOT NULL,

    CONSTRAINT "RunEvidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TikTokRecommendation" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "kind" "RecommendationKind" NOT NULL,
    "status" "RecommendationStatus" NOT NULL DEFAULT 'NEW',
    "title" TEXT NOT NULL,
    "idea" TEXT NOT NULL,
    "hook" TEXT,
    "callToAction" TEXT,
    "caption" TEXT,
    "script" JSONB NOT NULL,
    "hashtags" JSONB NOT NULL,
    "postAt" JSONB NOT NULL,
    "citations" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "dismissReason" "DismissReason",
    "feedbackComment" TEXT,
    "feedbackAt" TIMESTAMPTZ(3),
    "usedVideoId" UUID,

    CONSTRAINT "TikTokRecommendation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TikTokScheduledPost" (
    "id" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "postAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TikTokScheduledPost_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TikTokTrend" (
    "id" UUID NOT NULL,
    "kind" "TrendKind" NOT NULL,
    "name" TEXT NOT NULL,
    "tikTokId" TEXT,
    "region" TEXT,

    CONSTRAINT "TikTokTrend_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TikTokVideo" (
    "id" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "tikTokId" TEXT NOT NULL,
    "title" TEXT,
    "description" TEXT,
    "hashtags" TEXT[],
    "isCaptionCut" BOOLEAN NOT NULL,
    "shareUrl" TEXT,
    "embedUrl" TEXT,
    "durationSeconds" INTEGER,
    "width" INTEGER,
    "height" INTEGER,
    "orientation" "VideoOrientation" NOT NULL,
    "format" "VideoFormat" NOT NULL,
    "isAiGenerated" BOOLEAN,
    "availability" "VideoAvailability" NOT NULL DEFAULT 'PUBLIC',
    "unavailableSince" TIMESTAMPTZ(3),
    "postedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "views" BIGINT,
    "likes" BIGINT,
    "comments" BIGINT,
    "shares" BIGINT,
    "followersAtCapture" BIGINT,
    "engagementByViews" DOUBLE PRECISION,
    "metricsCapturedAt" TIMESTAMPTZ(3),
    "metricsSource" "MetricSource",
    "nextCaptureAt" TIMESTAMPTZ(3),

    CONSTRAINT "TikTokVideo_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TikTokAnalytics" (
    "id" UUID NOT NULL,
    "videoId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "syncId" UUID NOT NULL,
    "capturedAt" TIMESTAMPTZ(3) NOT NULL,
    "views" BIGINT,
    "likes" BIGINT,
    "comments" BIGINT,
    "shares" BIGINT,
    "followers" BIGINT,
    "source" "MetricSource" NOT NULL,

    CONSTRAINT "TikTokAnalytics_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TikTokAccountAnalytics" (
    "id" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "syncId" UUID NOT NULL,
    "capturedAt" TIMESTAMPTZ(3) NOT NULL,
    "followers" BIGINT,
    "following" BIGINT,
    "likes" BIGINT,
    "videos" BIGINT,
    "source" "MetricSource" NOT NULL,

    CONSTRAINT "TikTokAccountAnalytics_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "TikTokCredential_clientKey_openId_key" ON "TikTokCredential"("clientKey", "openId");

-- CreateIndex
CREATE INDEX "TikTokConnection_credentialId_idx" ON "TikTokConnection"("credentialId");

-- CreateIndex
CREATE UNIQUE INDEX "TikTokConnection_workspaceId_openId_key" ON "TikTokConnection"("workspaceId", "openId");

-- CreateIndex
CREATE INDEX "TikTokSyncState_nextSyncAt_idx" ON "TikTokSyncState"("nextSyncAt");

-- CreateIndex
CREATE INDEX "TikTokLogin_expiresAt_idx" ON "TikTokLogin"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Session_token_key" ON "Session"("token");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_slug_key" ON "Workspace"("slug");

-- CreateIndex
CREATE INDEX "Member_userId_idx" ON "Member"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Member_workspaceId_userId_key" ON "Member"("workspaceId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_secretHash_key" ON "ApiKey"("secretHash");

-- CreateIndex
CREATE INDEX "ApiKey_workspaceId_idx" ON "ApiKey"("workspaceId");

-- CreateIndex
CREATE INDEX "AuditEntry_workspaceId_at_idx" ON "AuditEntry"("workspaceId", "at" DESC);

-- CreateIndex
CREATE INDEX "IdempotencyRecord_expiresAt_idx" ON "IdempotencyRecord"("expiresAt");

-- CreateIndex
CREATE INDEX "RecommendationRun_connectionId_idx" ON "RecommendationRun"("connectionId");

-- CreateIndex
CREATE INDEX "RecommendationRun_workspaceId_requestedAt_id_idx" ON "RecommendationRun"("workspaceId", "requestedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "RecommendationRun_workspaceId_changedAt_idx" ON "RecommendationRun"("workspaceId", "changedAt");

-- CreateIndex
CREATE INDEX "RunEvidence_videoId_idx" ON "RunEvidence"("videoId");

-- CreateIndex
CREATE UNIQUE INDEX "RunEvidence_runId_key_key" ON "RunEvidence"("runId", "key");

-- CreateIndex
CREATE INDEX "TikTokRecommendation_connectionId_createdAt_id_idx" ON "TikTokRecommendation"("connectionId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "TikTokRecommendation_workspaceId_createdAt_id_idx" ON "TikTokRecommendation"("workspaceId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "TikTokRecommendation_usedVideoId_idx" ON "TikTokRecommendation"("usedVideoId");

-- CreateIndex
CREATE UNIQUE INDEX "TikTokRecommendation_runId_index_key" ON "TikTokRecommendation"("runId", "index");

-- CreateIndex
CREATE INDEX "TikTokScheduledPost_connectionId_postAt_idx" ON "TikTokScheduledPost"("connectionId", "postAt");

-- CreateIndex
CREATE INDEX "TikTokTrend_kind_name_idx" ON "TikTokTrend"("kind", "name");

-- CreateIndex
CREATE INDEX "TikTokVideo_connectionId_postedAt_id_idx" ON "TikTokVideo"("connectionId", "postedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "TikTokVideo_connectionId_views_id_idx" ON "TikTokVideo"("connectionId", "views" DESC NULLS LAST, "id" DESC);

-- CreateIndex
CREATE INDEX "TikTokVideo_connectionId_likes_id_idx" ON "TikTokVideo"("connectionId", "likes" DESC NULLS LAST, "id" DESC);

-- CreateIndex
CREATE INDEX "TikTokVideo_connectionId_engagementByViews_id_idx" ON "TikTokVideo"("connectionId", "engagementByViews" DESC NULLS LAST, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "TikTokVideo_connectionId_tikTokId_key" ON "TikTokVideo"("connectionId", "tikTokId");

-- CreateIndex
CREATE INDEX "TikTokAnalytics_videoId_capturedAt_id_idx" ON "TikTokAnalytics"("videoId", "capturedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "TikTokAnalytics_connectionId_capturedAt_idx" ON "TikTokAnalytics"("connectionId", "capturedAt");

-- CreateIndex
CREATE UNIQUE INDEX "TikTokAnalytics_videoId_syncId_key" ON "TikTokAnalytics"("videoId", "syncId");

-- CreateIndex
CREATE INDEX "TikTokAccountAnalytics_connectionId_capturedAt_idx" ON "TikTokAccountAnalytics"("connectionId", "capturedAt" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "TikTokAccountAnalytics_connectionId_syncId_key" ON "TikTokAccountAnalytics"("connectionId", "syncId");

-- AddForeignKey
ALTER TABLE "TikTokConnection" ADD CONSTRAINT "TikTokConnection_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TikTokConnection" ADD CONSTRAINT "TikTokConnection_credentialId_fkey" FOREIGN KEY ("credentialId") REFERENCES "TikTokCredential"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TikTokSyncState" ADD CONSTRAINT "TikTokSyncState_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TikTokLogin" ADD CONSTRAINT "TikTokLogin_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TikTokLogin" ADD CONSTRAINT "TikTokLogin_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Member" ADD CONSTRAINT "Member_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditEntry" ADD CONSTRAINT "AuditEntry_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecommendationRun" ADD CONSTRAINT "RecommendationRun_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecommendationRun" ADD CONSTRAINT "RecommendationRun_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecommendationRun" ADD CONSTRAINT "RecommendationRun_requestedById_fkey" FOREIGN KEY ("requestedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunEvidence" ADD CONSTRAINT "RunEvidence_runId_fkey" FOREIGN KEY ("runId") REFERENCES "RecommendationRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunEvidence" ADD CONSTRAINT "RunEvidence_videoId_fkey" FOREIGN KEY ("videoId") REFERENCES "TikTokVideo"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TikTokRecommendation" ADD CONSTRAINT "TikTokRecommendation_runId_fkey" FOREIGN KEY ("runId") REFERENCES "RecommendationRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TikTokRecommendation" ADD CONSTRAINT "TikTokRecommendation_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TikTokRecommendation" ADD CONSTRAINT "TikTokRecommendation_usedVideoId_fkey" FOREIGN KEY ("usedVideoId") REFERENCES "TikTokVideo"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TikTokScheduledPost" ADD CONSTRAINT "TikTokScheduledPost_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TikTokVideo" ADD CONSTRAINT "TikTokVideo_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TikTokAnalytics" ADD CONSTRAINT "TikTokAnalytics_videoId_fkey" FOREIGN KEY ("videoId") REFERENCES "TikTokVideo"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TikTokAccountAnalytics" ADD CONSTRAINT "TikTokAccountAnalytics_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
