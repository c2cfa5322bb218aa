-- AlterTable
ALTER TABLE "Mail" ADD COLUMN     "userId" UUID;

-- AlterTable
ALTER TABLE "TwoFactor" ADD COLUMN     "lastStep" INTEGER;

-- CreateIndex
CREATE INDEX "Mail_userId_idx" ON "Mail"("userId");

-- AddForeignKey
ALTER TABLE "Mail" ADD CONSTRAINT "Mail_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
