-- AlterTable
ALTER TABLE "TikTokVideo" ADD COLUMN     "outlier" JSONB,
ADD COLUMN     "outlierComputedAt" TIMESTAMPTZ(3),
ADD COLUMN     "outlierZ" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "TikTokAnalysis" (
    "connectionId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "timezone" TEXT NOT NULL,
    "computedAt" TIMESTAMPTZ(3) NOT NULL,
    "inputsThrough" TIMESTAMPTZ(3),
    "result" JSONB NOT NULL,

    CONSTRAINT "TikTokAnalysis_pkey" PRIMARY KEY ("connectionId","name")
);

-- CreateIndex
CREATE INDEX "TikTokVideo_connectionId_outlierZ_id_idx" ON "TikTokVideo"("connectionId", "outlierZ" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "TikTokAnalysis" ADD CONSTRAINT "TikTokAnalysis_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "TikTokConnection"("id") ON DELETE CASCADE ON UPDATE CASCADE;
