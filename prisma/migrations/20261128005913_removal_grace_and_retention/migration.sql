-- AlterTable
ALTER TABLE "TikTokConnection" ADD COLUMN     "erasureDueAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "retentionDays" INTEGER;

-- CreateIndex
CREATE INDEX "TikTokConnection_erasureDueAt_idx" ON "TikTokConnection"("erasureDueAt");
