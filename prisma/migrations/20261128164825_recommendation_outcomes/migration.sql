-- AlterTable
ALTER TABLE "TikTokRecommendation" ADD COLUMN     "expected" JSONB,
ADD COLUMN     "outcomeAt" TIMESTAMPTZ(3),
ADD COLUMN     "outcomeHeld" BOOLEAN,
ADD COLUMN     "outcomeViews" BIGINT;
