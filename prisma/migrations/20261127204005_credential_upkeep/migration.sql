-- AlterTable
ALTER TABLE "TikTokCredential" ADD COLUMN     "grantedAt" TIMESTAMPTZ(3),
ADD COLUMN     "keyId" TEXT,
ADD COLUMN     "pairVersion" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "refreshAheadAt" TIMESTAMPTZ(3),
ADD COLUMN     "refreshFailure" TEXT,
ADD COLUMN     "refreshFailures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "refreshRetryAt" TIMESTAMPTZ(3),
ADD COLUMN     "renewBy" TIMESTAMPTZ(3),
ADD COLUMN     "revokeRequestedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "TikTokLogin" ADD COLUMN     "keyId" TEXT;

-- The id of a key stands in the header of what it encrypted: base64url of {"alg":"dir","enc":"A256GCM","kid":"…"}.
UPDATE "TikTokCredential" SET
  "keyId" = convert_from(decode(rpad(translate(split_part("accessToken", '.', 1), '-_', '+/'),
    (length(split_part("accessToken", '.', 1)) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb ->> 'kid',
  "grantedAt" = "createdAt",
  "refreshAheadAt" = "accessTokenExpiresAt" - interval '10 minutes',
  "renewBy" = "updatedAt" + ("refreshTokenExpiresAt" - "updatedAt") / 2;
UPDATE "TikTokLogin" SET
  "keyId" = convert_from(decode(rpad(translate(split_part("codeVerifier", '.', 1), '-_', '+/'),
    (length(split_part("codeVerifier", '.', 1)) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb ->> 'kid';

-- AlterTable
ALTER TABLE "TikTokCredential" ALTER COLUMN "grantedAt" SET NOT NULL,
ALTER COLUMN "keyId" SET NOT NULL,
ALTER COLUMN "refreshAheadAt" SET NOT NULL,
ALTER COLUMN "renewBy" SET NOT NULL;

-- AlterTable
ALTER TABLE "TikTokLogin" ALTER COLUMN "keyId" SET NOT NULL;

-- CreateIndex
CREATE INDEX "TikTokCredential_accessTokenExpiresAt_idx" ON "TikTokCredential"("accessTokenExpiresAt");

-- CreateIndex
CREATE INDEX "TikTokCredential_renewBy_idx" ON "TikTokCredential"("renewBy");

-- CreateIndex
CREATE INDEX "TikTokCredential_keyId_idx" ON "TikTokCredential"("keyId");

-- CreateIndex
CREATE INDEX "TikTokCredential_refreshRetryAt_idx" ON "TikTokCredential"("refreshRetryAt");

-- CreateIndex
CREATE INDEX "TikTokCredential_revokeRequestedAt_idx" ON "TikTokCredential"("revokeRequestedAt");
