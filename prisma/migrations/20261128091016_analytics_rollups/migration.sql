-- CreateTable
CREATE TABLE "AnalyticsRollup" (
    "connectionId" UUID NOT NULL,
    "epoch" INTEGER,
    "timezone" TEXT,
    "isPending" BOOLEAN NOT NULL DEFAULT true,
    "lastEpoch" INTEGER NOT NULL DEFAULT 0,
    "changes" BIGINT NOT NULL DEFAULT 0,
    "observedSince" TIMESTAMPTZ(3),
    "viewsSince" TIMESTAMPTZ(3),
    "viewsUntil" TIMESTAMPTZ(3),

    CONSTRAINT "AnalyticsRollup_pkey" PRIMARY KEY ("connectionId")
);

-- CreateTable
CREATE TABLE "AccountDay" (
    "connectionId" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "date" DATE NOT NULL,
    "views" BIGINT NOT NULL DEFAULT 0,
    "likes" BIGINT NOT NULL DEFAULT 0,
    "comments" BIGINT NOT NULL DEFAULT 0,
    "shares" BIGINT NOT NULL DEFAULT 0,
    "viewsParts" INTEGER NOT NULL DEFAULT 0,
    "likesParts" INTEGER NOT NULL DEFAULT 0,
    "commentsParts" INTEGER NOT NULL DEFAULT 0,
    "sharesParts" INTEGER NOT NULL DEFAULT 0,
    "absolute" BIGINT NOT NULL DEFAULT 0,
    "gapAbsolute" BIGINT NOT NULL DEFAULT 0,
    "gapParts" INTEGER NOT NULL DEFAULT 0,
    "captures" TEXT,
    "knowsFollowers" BOOLEAN NOT NULL DEFAULT false,
    "videosFirstAt" TIMESTAMPTZ(3),
    "videosLastAt" TIMESTAMPTZ(3),

    CONSTRAINT "AccountDay_pkey" PRIMARY KEY ("connectionId","epoch","date")
);

-- CreateTable
CREATE TABLE "AccountGap" (
    "connectionId" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "first" DATE NOT NULL,
    "last" DATE NOT NULL,
    "absolute" BIGINT NOT NULL,
    "parts" INTEGER NOT NULL,

    CONSTRAINT "AccountGap_pkey" PRIMARY KEY ("connectionId","epoch","first","last")
);

-- CreateTable
CREATE TABLE "VideoDay" (
    "connectionId" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "videoId" UUID NOT NULL,
    "date" DATE NOT NULL,
    "captures" TEXT NOT NULL,
    "isComplete" BOOLEAN NOT NULL,

    CONSTRAINT "VideoDay_pkey" PRIMARY KEY ("connectionId","epoch","videoId","date")
);

-- CreateIndex
CREATE INDEX "AnalyticsRollup_isPending_idx" ON "AnalyticsRollup"("isPending");

-- AddForeignKey
ALTER TABLE "AnalyticsRollup" ADD CONSTRAINT "AnalyticsRollup_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccountDay" ADD CONSTRAINT "AccountDay_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccountGap" ADD CONSTRAINT "AccountGap_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VideoDay" ADD CONSTRAINT "VideoDay_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was collected before is rolled up by the first rebuild.
INSERT INTO "AnalyticsRollup" ("connectionId") SELECT "id" FROM "TikTokConnection";
