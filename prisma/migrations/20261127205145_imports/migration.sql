-- CreateEnum
CREATE TYPE "ImportMode" AS ENUM ('DRY_RUN', 'STORE');

-- CreateEnum
CREATE TYPE "JobStatus" AS ENUM ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED');

-- CreateEnum
CREATE TYPE "AudienceDimension" AS ENUM ('GENDER', 'TERRITORY', 'ACTIVITY');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "MetricSource" ADD VALUE 'STUDIO_EXPORT';
ALTER TYPE "MetricSource" ADD VALUE 'DATA_EXPORT';

-- CreateTable
CREATE TABLE "AnalyticsImport" (
    "id" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "fileName" TEXT NOT NULL,
    "mode" "ImportMode" NOT NULL,
    "status" "JobStatus" NOT NULL DEFAULT 'QUEUED',
    "downloadedOn" DATE,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "format" TEXT,
    "from" DATE,
    "to" DATE,
    "rowsRead" BIGINT NOT NULL DEFAULT 0,
    "rowsStored" BIGINT NOT NULL DEFAULT 0,
    "rowsUnchanged" BIGINT NOT NULL DEFAULT 0,
    "rowsRefused" BIGINT NOT NULL DEFAULT 0,
    "problems" JSONB NOT NULL DEFAULT '[]',
    "preview" JSONB NOT NULL DEFAULT '[]',
    "error" JSONB,

    CONSTRAINT "AnalyticsImport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportedFile" (
    "connectionId" UUID NOT NULL,
    "contentHash" TEXT NOT NULL,
    "downloadedOn" DATE NOT NULL,
    "firstDate" DATE,

    CONSTRAINT "ImportedFile_pkey" PRIMARY KEY ("connectionId","contentHash")
);

-- CreateTable
CREATE TABLE "ImportedDay" (
    "contentHash" TEXT NOT NULL,
    "connectionId" UUID NOT NULL,
    "importId" UUID NOT NULL,
    "downloadedOn" DATE NOT NULL,
    "date" DATE NOT NULL,
    "views" BIGINT,
    "likes" BIGINT,
    "comments" BIGINT,
    "shares" BIGINT,
    "followersGained" BIGINT,
    "followers" BIGINT,
    "profileViews" BIGINT,
    "viewers" BIGINT,

    CONSTRAINT "ImportedDay_pkey" PRIMARY KEY ("contentHash")
);

-- CreateTable
CREATE TABLE "ImportedAudience" (
    "connectionId" UUID NOT NULL,
    "dimension" "AudienceDimension" NOT NULL,
    "contentHash" TEXT NOT NULL,
    "importId" UUID NOT NULL,
    "capturedAt" TIMESTAMPTZ(3) NOT NULL,
    "source" "MetricSource" NOT NULL,
    "parts" JSONB NOT NULL,

    CONSTRAINT "ImportedAudience_pkey" PRIMARY KEY ("connectionId","dimension","contentHash")
);

-- CreateIndex
CREATE INDEX "AnalyticsImport_connectionId_createdAt_id_idx" ON "AnalyticsImport"("connectionId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "ImportedDay_connectionId_date_idx" ON "ImportedDay"("connectionId", "date");

-- CreateIndex
CREATE INDEX "ImportedAudience_connectionId_dimension_capturedAt_idx" ON "ImportedAudience"("connectionId", "dimension", "capturedAt" DESC);

-- AddForeignKey
ALTER TABLE "AnalyticsImport" ADD CONSTRAINT "AnalyticsImport_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedFile" ADD CONSTRAINT "ImportedFile_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedDay" ADD CONSTRAINT "ImportedDay_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedAudience" ADD CONSTRAINT "ImportedAudience_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
