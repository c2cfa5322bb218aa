-- AlterTable
ALTER TABLE "RecommendationRun" ADD COLUMN     "promptTokens" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "aiBudgetUsd" DECIMAL(12,6);

-- CreateTable
CREATE TABLE "AiCharge" (
    "id" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "runId" UUID,
    "month" DATE NOT NULL,
    "model" TEXT NOT NULL,
    "heldUsd" DECIMAL(24,12) NOT NULL,
    "spentUsd" DECIMAL(24,12) NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "AiCharge_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "AiCharge_runId_key" ON "AiCharge"("runId");

-- CreateIndex
CREATE INDEX "AiCharge_workspaceId_month_idx" ON "AiCharge"("workspaceId", "month");

-- AddForeignKey
ALTER TABLE "AiCharge" ADD CONSTRAINT "AiCharge_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
