-- CreateEnum
CREATE TYPE "ImageKind" AS ENUM ('COVER', 'AVATAR');

-- CreateEnum
CREATE TYPE "ImageState" AS ENUM ('PENDING', 'STORED', 'REFUSED');

-- AlterTable
ALTER TABLE "TikTokConnection" ADD COLUMN     "avatarKey" TEXT;

-- AlterTable
ALTER TABLE "TikTokVideo" ADD COLUMN     "coverKey" TEXT;

-- CreateTable
CREATE TABLE "TikTokImage" (
    "id" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "kind" "ImageKind" NOT NULL,
    "sourceUrl" TEXT NOT NULL,
    "sourcePath" TEXT NOT NULL,
    "sourceEndsAt" TIMESTAMPTZ(3) NOT NULL,
    "state" "ImageState" NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "key" TEXT,
    "pendingKey" TEXT,
    "formerKey" TEXT,
    "contentType" TEXT,
    "bytes" INTEGER,
    "width" INTEGER,
    "height" INTEGER,
    "storedAt" TIMESTAMPTZ(3),

    CONSTRAINT "TikTokImage_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "TikTokImage_key_key" ON "TikTokImage"("key");

-- CreateIndex
CREATE INDEX "TikTokImage_connectionId_state_idx" ON "TikTokImage"("connectionId", "state");

-- CreateIndex
CREATE INDEX "TikTokImage_state_sourceEndsAt_idx" ON "TikTokImage"("state", "sourceEndsAt");

-- AddForeignKey
ALTER TABLE "TikTokImage" ADD CONSTRAINT "TikTokImage_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
