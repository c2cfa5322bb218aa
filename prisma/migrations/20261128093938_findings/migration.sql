-- CreateEnum
CREATE TYPE "FindingKind" AS ENUM ('VIRAL_TAKE_OFF', 'REACH_DROP', 'FOLLOWER_JUMP', 'FOLLOWER_DROP', 'CHANGE_POINT', 'COUNTER_FALL');

-- CreateTable
CREATE TABLE "Finding" (
    "id" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "kind" "FindingKind" NOT NULL,
    "subject" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "startedOn" DATE NOT NULL,
    "detectedAt" TIMESTAMPTZ(3) NOT NULL,
    "effect" JSONB NOT NULL,

    CONSTRAINT "Finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FindingVideo" (
    "findingId" UUID NOT NULL,
    "videoId" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "FindingVideo_pkey" PRIMARY KEY ("findingId","videoId")
);

-- CreateIndex
CREATE INDEX "Finding_connectionId_detectedAt_id_idx" ON "Finding"("connectionId", "detectedAt" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Finding_connectionId_kind_subject_startedOn_key" ON "Finding"("connectionId", "kind", "subject", "startedOn");

-- CreateIndex
CREATE INDEX "FindingVideo_videoId_idx" ON "FindingVideo"("videoId");

-- AddForeignKey
ALTER TABLE "Finding" ADD CONSTRAINT "Finding_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FindingVideo" ADD CONSTRAINT "FindingVideo_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FindingVideo" ADD CONSTRAINT "FindingVideo_videoId_fkey" FOREIGN KEY ("videoId") REFERENCES "TikTokVideo"("id") ON DELETE CASCADE ON UPDATE CASCADE;
