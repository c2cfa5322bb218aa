-- AlterTable
ALTER TABLE "TikTokCaptureTask" DROP COLUMN "lagSeconds";

-- AlterTable
ALTER TABLE "TikTokCaptureTurn" ADD COLUMN     "callSeconds" DOUBLE PRECISION,
ADD COLUMN     "everySeconds" DOUBLE PRECISION,
ALTER COLUMN "workspaceId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "TikTokWorkspaceTurn" (
    "kind" "CaptureKind" NOT NULL,
    "workspaceId" UUID NOT NULL,
    "takenAt" TIMESTAMPTZ(6) NOT NULL,
    "tasks" INTEGER NOT NULL,
    "leavesMore" BOOLEAN NOT NULL,

    CONSTRAINT "TikTokWorkspaceTurn_pkey" PRIMARY KEY ("kind","workspaceId")
);

-- CreateIndex
CREATE INDEX "TikTokWorkspaceTurn_workspaceId_idx" ON "TikTokWorkspaceTurn"("workspaceId");

-- AddForeignKey
ALTER TABLE "TikTokWorkspaceTurn" ADD CONSTRAINT "TikTokWorkspaceTurn_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
