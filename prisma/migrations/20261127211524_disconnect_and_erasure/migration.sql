-- CreateEnum
CREATE TYPE "ErasureSubject" AS ENUM ('CONNECTION');

-- AlterTable
ALTER TABLE "TikTokConnection" ADD COLUMN     "erasingSince" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "DataErasure" (
    "id" UUID NOT NULL,
    "receiptHash" TEXT NOT NULL,
    "requestedByHash" TEXT NOT NULL,
    "subjectKind" "ErasureSubject" NOT NULL,
    "status" "JobStatus" NOT NULL DEFAULT 'QUEUED',
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "completedAt" TIMESTAMPTZ(3),
    "subject" JSONB,
    "held" JSONB,
    "proof" JSONB NOT NULL DEFAULT '[]',
    "error" JSONB,

    CONSTRAINT "DataErasure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "DataErasure_receiptHash_key" ON "DataErasure"("receiptHash");

-- CreateIndex
CREATE INDEX "DataErasure_requestedByHash_idx" ON "DataErasure"("requestedByHash");

-- CreateIndex
CREATE INDEX "DataErasure_status_requestedAt_idx" ON "DataErasure"("status", "requestedAt");
