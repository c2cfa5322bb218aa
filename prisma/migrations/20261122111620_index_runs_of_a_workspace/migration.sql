-- DropIndex
DROP INDEX "RecommendationRun_connectionId_requestedAt_idx";

-- CreateIndex
CREATE INDEX "RecommendationRun_connectionId_idx" ON "RecommendationRun"("connectionId");

-- CreateIndex
CREATE INDEX "RecommendationRun_workspaceId_requestedAt_id_idx" ON "RecommendationRun"("workspaceId", "requestedAt" DESC, "id" DESC);
