-- CreateTable
CREATE TABLE "DataExport" (
    "id" UUID NOT NULL,
    "subjectKind" "ErasureSubject" NOT NULL,
    "subjectId" UUID NOT NULL,
    "workspaceId" UUID,
    "callerKey" TEXT NOT NULL,
    "status" "JobStatus" NOT NULL DEFAULT 'QUEUED',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "downloadedAt" TIMESTAMPTZ(3),
    "hasFile" BOOLEAN NOT NULL DEFAULT false,
    "bytes" BIGINT,
    "linkHash" TEXT NOT NULL,
    "sealedLink" TEXT NOT NULL,
    "error" JSONB,

    CONSTRAINT "DataExport_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "DataExport_linkHash_key" ON "DataExport"("linkHash");

-- CreateIndex
CREATE INDEX "DataExport_subjectId_idx" ON "DataExport"("subjectId");

-- CreateIndex
CREATE INDEX "DataExport_callerKey_idx" ON "DataExport"("callerKey");

-- CreateIndex
CREATE INDEX "DataExport_workspaceId_idx" ON "DataExport"("workspaceId");

-- CreateIndex
CREATE INDEX "DataExport_status_createdAt_idx" ON "DataExport"("status", "createdAt");
