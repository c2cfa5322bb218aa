-- CreateTable
CREATE TABLE "TrendCorpusState" (
    "workspaceId" UUID NOT NULL,
    "countedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "accounts" UUID[],

    CONSTRAINT "TrendCorpusState_pkey" PRIMARY KEY ("workspaceId")
);

-- AddForeignKey
ALTER TABLE "TrendCorpusState" ADD CONSTRAINT "TrendCorpusState_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
