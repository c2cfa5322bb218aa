-- CreateTable
-- What it holds is worth a minute: writing it twice, once to the log, is not.
CREATE UNLOGGED TABLE "RateBucket" (
    "caller" TEXT NOT NULL,
    "requestsFullAt" TIMESTAMPTZ(6) NOT NULL,
    "costFullAt" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "RateBucket_pkey" PRIMARY KEY ("caller")
);
