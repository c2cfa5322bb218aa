-- AlterTable
ALTER TABLE "RecommendationRun" ADD COLUMN     "compactedAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "RecommendationRun_compactedAt_finishedAt_idx" ON "RecommendationRun"("compactedAt", "finishedAt");
