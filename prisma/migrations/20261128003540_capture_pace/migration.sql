-- AlterTable
ALTER TABLE "TikTokCaptureTurn" DROP COLUMN "everySeconds",
ADD COLUMN     "freeAt" TIMESTAMPTZ(3),
ADD COLUMN     "isScarce" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "paceSeconds" DOUBLE PRECISION;
