-- CreateEnum
CREATE TYPE "TrendSource" AS ENUM ('BUSINESS_DISCOVERY', 'RESEARCH_API', 'CREATIVE_CENTER', 'OWN_CORPUS');

-- CreateEnum
CREATE TYPE "TrendUnit" AS ENUM ('COUNT', 'SHARE_OF_PEAK', 'INDEX');

-- CreateEnum
CREATE TYPE "TrendStage" AS ENUM ('EMERGING', 'EXPLODING', 'PEAKING', 'FADING', 'STEADY');

-- CreateEnum
CREATE TYPE "TrendMeasure" AS ENUM ('LIFETIME', 'WINDOW');

-- DropIndex
DROP INDEX "TikTokTrend_kind_name_idx";

-- AlterTable
ALTER TABLE "TikTokTrend" ADD COLUMN     "capturedAt" TIMESTAMPTZ(3) NOT NULL,
ADD COLUMN     "category" TEXT,
ADD COLUMN     "explodingSince" TIMESTAMPTZ(3),
ADD COLUMN     "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
ADD COLUMN     "growthLower" DOUBLE PRECISION,
ADD COLUMN     "identity" TEXT NOT NULL,
ADD COLUMN     "key" TEXT NOT NULL,
ADD COLUMN     "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
ADD COLUMN     "posts" BIGINT,
ADD COLUMN     "rank" INTEGER,
ADD COLUMN     "source" "TrendSource" NOT NULL,
ADD COLUMN     "stage" "TrendStage",
ADD COLUMN     "velocity" JSONB,
ADD COLUMN     "velocityAt" TIMESTAMPTZ(3),
ADD COLUMN     "views" BIGINT,
ADD COLUMN     "workspaceId" UUID;

-- CreateTable
CREATE TABLE "TrendObservation" (
    "trendId" UUID NOT NULL,
    "source" "TrendSource" NOT NULL,
    "capturedAt" TIMESTAMPTZ(3) NOT NULL,
    "rank" INTEGER,
    "views" BIGINT,
    "posts" BIGINT,
    "measure" "TrendMeasure" NOT NULL,

    CONSTRAINT "TrendObservation_pkey" PRIMARY KEY ("trendId","source","capturedAt")
);

-- CreateTable
CREATE TABLE "TrendCurve" (
    "trendId" UUID NOT NULL,
    "source" "TrendSource" NOT NULL,
    "unit" "TrendUnit" NOT NULL,
    "capturedAt" TIMESTAMPTZ(3) NOT NULL,
    "points" JSONB NOT NULL,

    CONSTRAINT "TrendCurve_pkey" PRIMARY KEY ("trendId","source")
);

-- CreateTable
CREATE TABLE "TrendExample" (
    "trendId" UUID NOT NULL,
    "videoId" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "TrendExample_pkey" PRIMARY KEY ("trendId","videoId")
);

-- CreateTable
CREATE TABLE "TrendWatch" (
    "workspaceId" UUID NOT NULL,
    "trendId" UUID NOT NULL,
    "watchedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TrendWatch_pkey" PRIMARY KEY ("workspaceId","trendId")
);

-- CreateTable
CREATE TABLE "TrendAnnouncement" (
    "connectionId" UUID NOT NULL,
    "trendId" UUID NOT NULL,
    "explodingSince" TIMESTAMPTZ(3) NOT NULL,
    "announcedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TrendAnnouncement_pkey" PRIMARY KEY ("connectionId","trendId","explodingSince")
);

-- CreateTable
CREATE TABLE "TrendSourceState" (
    "source" "TrendSource" NOT NULL,
    "lastAttemptAt" TIMESTAMPTZ(3),
    "lastSuccessAt" TIMESTAMPTZ(3),
    "lastError" JSONB,
    "callsOn" DATE,
    "callsMade" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "TrendSourceState_pkey" PRIMARY KEY ("source")
);

-- CreateIndex
CREATE INDEX "TrendExample_videoId_idx" ON "TrendExample"("videoId");

-- CreateIndex
CREATE INDEX "TrendWatch_trendId_idx" ON "TrendWatch"("trendId");

-- CreateIndex
CREATE INDEX "TrendAnnouncement_trendId_idx" ON "TrendAnnouncement"("trendId");

-- CreateIndex
CREATE UNIQUE INDEX "TikTokTrend_identity_key" ON "TikTokTrend"("identity");

-- CreateIndex
CREATE INDEX "TikTokTrend_workspaceId_kind_region_growthLower_id_idx" ON "TikTokTrend"("workspaceId", "kind", "region", "growthLower" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "TikTokTrend_workspaceId_growthLower_id_idx" ON "TikTokTrend"("workspaceId", "growthLower" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "TikTokTrend_workspaceId_rank_id_idx" ON "TikTokTrend"("workspaceId", "rank", "id");

-- CreateIndex
CREATE INDEX "TikTokTrend_workspaceId_views_id_idx" ON "TikTokTrend"("workspaceId", "views" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "TikTokTrend_workspaceId_posts_id_idx" ON "TikTokTrend"("workspaceId", "posts" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "TikTokTrend_workspaceId_capturedAt_id_idx" ON "TikTokTrend"("workspaceId", "capturedAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "TikTokTrend_kind_key_idx" ON "TikTokTrend"("kind", "key");

-- CreateIndex
CREATE INDEX "TikTokTrend_lastSeenAt_idx" ON "TikTokTrend"("lastSeenAt");

-- AddForeignKey
ALTER TABLE "TikTokTrend" ADD CONSTRAINT "TikTokTrend_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrendObservation" ADD CONSTRAINT "TrendObservation_trendId_fkey" FOREIGN KEY ("trendId") REFERENCES "TikTokTrend"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrendCurve" ADD CONSTRAINT "TrendCurve_trendId_fkey" FOREIGN KEY ("trendId") REFERENCES "TikTokTrend"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrendExample" ADD CONSTRAINT "TrendExample_trendId_fkey" FOREIGN KEY ("trendId") REFERENCES "TikTokTrend"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrendExample" ADD CONSTRAINT "TrendExample_videoId_fkey" FOREIGN KEY ("videoId") REFERENCES "TikTokVideo"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrendWatch" ADD CONSTRAINT "TrendWatch_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrendWatch" ADD CONSTRAINT "TrendWatch_trendId_fkey" FOREIGN KEY ("trendId") REFERENCES "TikTokTrend"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrendAnnouncement" ADD CONSTRAINT "TrendAnnouncement_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TrendAnnouncement" ADD CONSTRAINT "TrendAnnouncement_trendId_fkey" FOREIGN KEY ("trendId") REFERENCES "TikTokTrend"("id") ON DELETE CASCADE ON UPDATE CASCADE;
