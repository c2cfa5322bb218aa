-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "EvidenceKind" ADD VALUE 'TREND';
ALTER TYPE "EvidenceKind" ADD VALUE 'FINDING';
ALTER TYPE "EvidenceKind" ADD VALUE 'PAST_RECOMMENDATION';

-- AlterTable
ALTER TABLE "RunEvidence" ADD COLUMN     "findingId" UUID,
ADD COLUMN     "recommendationId" UUID,
ADD COLUMN     "trendId" UUID;

-- AlterTable
ALTER TABLE "TikTokRecommendation" ADD COLUMN     "soundId" UUID;

-- CreateIndex
CREATE INDEX "RunEvidence_trendId_idx" ON "RunEvidence"("trendId");

-- CreateIndex
CREATE INDEX "RunEvidence_findingId_idx" ON "RunEvidence"("findingId");

-- CreateIndex
CREATE INDEX "RunEvidence_recommendationId_idx" ON "RunEvidence"("recommendationId");

-- CreateIndex
CREATE INDEX "TikTokRecommendation_soundId_idx" ON "TikTokRecommendation"("soundId");

-- AddForeignKey
ALTER TABLE "RunEvidence" ADD CONSTRAINT "RunEvidence_trendId_fkey" FOREIGN KEY ("trendId") REFERENCES "TikTokTrend"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunEvidence" ADD CONSTRAINT "RunEvidence_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunEvidence" ADD CONSTRAINT "RunEvidence_recommendationId_fkey" FOREIGN KEY ("recommendationId") REFERENCES "TikTokRecommendation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TikTokRecommendation" ADD CONSTRAINT "TikTokRecommendation_soundId_fkey" FOREIGN KEY ("soundId") REFERENCES "TikTokTrend"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Facts that were stored before, in the shape of today: a run whose worker was lost goes on from them.
UPDATE "RunEvidence" SET "facts" = ("facts" - 'multipleOfMedian') || '{"outlier": null}' WHERE "kind" = 'VIDEO';
UPDATE "RunEvidence" SET "facts" = "facts" || '{"unshrunken": null, "days": null, "slots": []}' WHERE "kind" = 'STATISTIC';
UPDATE "TikTokRecommendation" SET "postAt" = (
  SELECT jsonb_agg(slot || '{"lift": null}' ORDER BY place) FROM jsonb_array_elements("postAt") WITH ORDINALITY AS s(slot, place))
WHERE jsonb_array_length("postAt") > 0;
