-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "ErasureSubject" ADD VALUE 'WORKSPACE';
ALTER TYPE "ErasureSubject" ADD VALUE 'USER';

-- AlterTable
ALTER TABLE "AuditEntry" ADD COLUMN     "actorId" UUID;

-- AlterTable
ALTER TABLE "DataErasure" ALTER COLUMN "requestedByHash" DROP NOT NULL;

-- AlterTable
ALTER TABLE "IdempotencyRecord" ADD COLUMN     "callerHash" TEXT;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "erasingSince" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "erasingSince" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "AuditEntry_actorId_idx" ON "AuditEntry"("actorId");

-- The audit log is append-only: nothing but the eraser changes it. He may null who did it, from where, and to what; and
-- rows go with their workspace alone, once its erasure was asked for. The models know no triggers.
CREATE FUNCTION "guardAuditEntry"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT FROM "Workspace" WHERE "id" = OLD."workspaceId" AND "erasingSince" IS NULL) THEN
      RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF (NEW."id", NEW."workspaceId", NEW."at", NEW."action")
      IS DISTINCT FROM (OLD."id", OLD."workspaceId", OLD."at", OLD."action")
    OR NEW."actorId" IS DISTINCT FROM OLD."actorId" AND NEW."actorId" IS NOT NULL
    OR NEW."actorName" IS DISTINCT FROM OLD."actorName" AND NEW."actorName" IS NOT NULL
    OR NEW."targetId" IS DISTINCT FROM OLD."targetId" AND NEW."targetId" IS NOT NULL
    OR NEW."ipAddress" IS DISTINCT FROM OLD."ipAddress" AND NEW."ipAddress" IS NOT NULL
  THEN
    RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER "AuditEntry_guard" BEFORE UPDATE OR DELETE ON "AuditEntry"
  FOR EACH ROW EXECUTE FUNCTION "guardAuditEntry"();
