-- AlterTable
ALTER TABLE "TrendSourceState" ADD COLUMN     "settings" TEXT;
