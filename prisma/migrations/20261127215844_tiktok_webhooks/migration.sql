-- CreateEnum
CREATE TYPE "WebhookOutcome" AS ENUM ('APPLIED', 'STALE', 'KEPT', 'FAILED');

-- CreateTable
CREATE TABLE "TikTokWebhookEvent" (
    "id" TEXT NOT NULL,
    "clientKey" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "openId" TEXT,
    "occurredAt" TIMESTAMPTZ(3),
    "content" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "handledAt" TIMESTAMPTZ(3),
    "outcome" "WebhookOutcome",
    "failures" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "TikTokWebhookEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "TikTokWebhookEvent_handledAt_receivedAt_idx" ON "TikTokWebhookEvent"("handledAt", "receivedAt");

-- CreateIndex
CREATE INDEX "TikTokWebhookEvent_openId_idx" ON "TikTokWebhookEvent"("openId");

-- CreateIndex
CREATE INDEX "TikTokWebhookEvent_receivedAt_idx" ON "TikTokWebhookEvent"("receivedAt");
