-- AlterTable
ALTER TABLE "TrendSourceState" ADD COLUMN     "dueAt" TIMESTAMPTZ(3),
ADD COLUMN     "failures" INTEGER NOT NULL DEFAULT 0;
