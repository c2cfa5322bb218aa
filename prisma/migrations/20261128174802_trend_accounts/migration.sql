-- AlterTable
ALTER TABLE "TrendObservation" ADD COLUMN     "accounts" INTEGER;
