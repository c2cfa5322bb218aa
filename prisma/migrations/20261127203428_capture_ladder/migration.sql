-- CreateEnum
CREATE TYPE "CaptureKind" AS ENUM ('PROFILE', 'LISTING', 'METRICS');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "SyncPhase" ADD VALUE 'WAITING_FOR_QUOTA';
ALTER TYPE "SyncPhase" ADD VALUE 'METRICS';
ALTER TYPE "SyncPhase" ADD VALUE 'COVERS';

-- AlterTable
ALTER TABLE "TikTokSyncState" ADD COLUMN     "fullDueAt" TIMESTAMPTZ(3),
ADD COLUMN     "isFull" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "isFullRequested" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "isListed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "isRequested" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "listingCursor" BIGINT,
ADD COLUMN     "listingStartedAt" TIMESTAMPTZ(3),
ADD COLUMN     "unlistedVideos" INTEGER;

-- AlterTable
ALTER TABLE "TikTokVideo" ADD COLUMN     "viewsPerHour" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "TikTokCaptureTask" (
    "connectionId" UUID NOT NULL,
    "kind" "CaptureKind" NOT NULL,
    "workspaceId" UUID NOT NULL,
    "dueAt" TIMESTAMPTZ(3),
    "deadline" TIMESTAMPTZ(3),
    "lagSeconds" INTEGER NOT NULL DEFAULT 0,
    "syncId" UUID,

    CONSTRAINT "TikTokCaptureTask_pkey" PRIMARY KEY ("connectionId","kind")
);

-- CreateTable
CREATE TABLE "TikTokCaptureTurn" (
    "kind" "CaptureKind" NOT NULL,
    "workspaceId" UUID NOT NULL,

    CONSTRAINT "TikTokCaptureTurn_pkey" PRIMARY KEY ("kind")
);

-- CreateIndex
CREATE INDEX "TikTokCaptureTask_kind_dueAt_idx" ON "TikTokCaptureTask"("kind", "dueAt");

-- CreateIndex
CREATE INDEX "TikTokCaptureTask_kind_workspaceId_dueAt_idx" ON "TikTokCaptureTask"("kind", "workspaceId", "dueAt");

-- CreateIndex
CREATE INDEX "TikTokCaptureTask_kind_workspaceId_deadline_idx" ON "TikTokCaptureTask"("kind", "workspaceId", "deadline");

-- CreateIndex
CREATE INDEX "TikTokCaptureTask_syncId_idx" ON "TikTokCaptureTask"("syncId");

-- CreateIndex
CREATE INDEX "TikTokVideo_connectionId_nextCaptureAt_idx" ON "TikTokVideo"("connectionId", "nextCaptureAt");

-- AddForeignKey
ALTER TABLE "TikTokCaptureTask" ADD CONSTRAINT "TikTokCaptureTask_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was collected every six hours until now goes on by the ladder.
UPDATE "TikTokSyncState" SET "isFull" = true, "isRequested" = true WHERE "syncId" IS NOT NULL;
UPDATE "TikTokSyncState" SET "fullDueAt" = "lastSyncedAt" + interval '30 days' WHERE "lastSyncedAt" IS NOT NULL;
INSERT INTO "TikTokCaptureTask" ("connectionId", "kind", "workspaceId", "dueAt", "deadline")
SELECT c."id", k."kind", c."workspaceId",
  CASE WHEN c."status" = 'ACTIVE' THEN coalesce(s."nextSyncAt", now()) END,
  CASE WHEN c."status" = 'ACTIVE' THEN coalesce(s."nextSyncAt", now()) END
FROM "TikTokConnection" c JOIN "TikTokSyncState" s ON s."connectionId" = c."id"
CROSS JOIN unnest(enum_range(NULL::"CaptureKind")) AS k("kind");
