-- AlterTable
ALTER TABLE "AnalyticsImport" ADD COLUMN     "region" TEXT,
ADD COLUMN     "workspaceId" UUID,
ALTER COLUMN "connectionId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "ImportedTrendFile" (
    "workspaceId" UUID NOT NULL,
    "contentHash" TEXT NOT NULL,
    "capturedOn" DATE NOT NULL,

    CONSTRAINT "ImportedTrendFile_pkey" PRIMARY KEY ("workspaceId","contentHash")
);

-- CreateIndex
CREATE INDEX "AnalyticsImport_workspaceId_idx" ON "AnalyticsImport"("workspaceId");

-- AddForeignKey
ALTER TABLE "AnalyticsImport" ADD CONSTRAINT "AnalyticsImport_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedTrendFile" ADD CONSTRAINT "ImportedTrendFile_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
