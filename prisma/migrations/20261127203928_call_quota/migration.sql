-- CreateTable
CREATE TABLE "CallQuota" (
    "resource" TEXT NOT NULL,
    "keeper" TEXT NOT NULL,
    "firstGrantedAt" TIMESTAMPTZ(6) NOT NULL,
    "fullUntil" TIMESTAMPTZ(6),
    "usersWaiting" TIMESTAMPTZ(6)[],

    CONSTRAINT "CallQuota_pkey" PRIMARY KEY ("resource")
);

-- CreateTable
CREATE TABLE "CallSlot" (
    "resource" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "heldUntil" TIMESTAMPTZ(6) NOT NULL,
    "turn" BIGINT NOT NULL,

    CONSTRAINT "CallSlot_pkey" PRIMARY KEY ("resource","number")
);

-- Both tables are updated in place all the time. With room on each page such an update costs no index entry and no
-- vacuum, which the embedded database does not have.
ALTER TABLE "CallQuota" SET (fillfactor = 50);
ALTER TABLE "CallSlot" SET (fillfactor = 50);

-- One of `places` in the window, or how long to wait. Calls of one resource take turns.
--   is_user       a person waits for the call: the whole window is open to it, and where it is full, a place is kept
--                 for it until `patience` after one comes free
--   reserve       places that other calls leave free, less than `places`
--   span          the window
--   lease         how long a call may take
--   stands_at     the instant to count at; null: this server's clock
-- Gives the slot and the turn by which to let go of it; or null, and milliseconds until it is worth asking again.
CREATE FUNCTION "takeCallSlot"(
  of_resource text, is_user boolean, places integer, reserve integer,
  span interval, lease interval, patience interval, stands_at timestamptz,
  OUT slot integer, OUT slot_turn bigint, OUT wait_ms double precision
) LANGUAGE plpgsql AS $$
DECLARE
  moment timestamptz;
  farthest timestamptz;
  latest timestamptz;
  quota "CallQuota";
  busy integer;
  taken integer;
  waiting timestamptz[];
  retry timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('creatorgraph:calls:' || of_resource, 0));
  -- Read with the lock in hand, since waiting for it takes time.
  moment := coalesce(stands_at, clock_timestamp());
  farthest := moment + lease + span;

  SELECT * INTO quota FROM "CallQuota" q WHERE q.resource = of_resource;
  IF NOT FOUND THEN
    INSERT INTO "CallQuota" (resource, keeper, "firstGrantedAt", "usersWaiting")
      VALUES (of_resource, 'sql', clock_timestamp(), '{}') RETURNING * INTO quota;
  ELSIF quota.keeper <> 'sql' THEN
    -- Calls that another keeper granted may still be under way.
    UPDATE "CallQuota" q SET keeper = 'sql', "fullUntil" = farthest
      WHERE q.resource = of_resource RETURNING * INTO quota;
  END IF;

  SELECT count(*), max("heldUntil") INTO busy, latest FROM "CallSlot"
    WHERE resource = of_resource AND "heldUntil" > moment;
  IF latest > farthest THEN
    -- The clock was moved back. Nothing that was granted until now can count for longer than this.
    UPDATE "CallSlot" SET "heldUntil" = farthest WHERE resource = of_resource AND "heldUntil" > farthest;
  END IF;
  IF quota."fullUntil" > farthest THEN
    UPDATE "CallQuota" q SET "fullUntil" = farthest WHERE q.resource = of_resource RETURNING * INTO quota;
  END IF;

  waiting := ARRAY(
    SELECT until FROM unnest(quota."usersWaiting") until
      WHERE until > moment AND until <= farthest + patience ORDER BY until
  );
  taken := busy;
  IF NOT is_user THEN
    taken := busy + reserve + cardinality(waiting);
  END IF;

  IF taken < places AND coalesce(quota."fullUntil" <= moment, true) THEN
    UPDATE "CallSlot" SET "heldUntil" = farthest, turn = turn + 1
      WHERE resource = of_resource AND number = (
        SELECT s.number FROM "CallSlot" s
          WHERE s.resource = of_resource AND s."heldUntil" <= moment ORDER BY s.number LIMIT 1
      )
      RETURNING number, turn INTO slot, slot_turn;
    IF slot IS NULL THEN
      -- None is free, so there are as many as are busy.
      INSERT INTO "CallSlot" (resource, number, "heldUntil", turn) VALUES (of_resource, busy, farthest, 1)
        RETURNING number, turn INTO slot, slot_turn;
    END IF;
    IF is_user THEN
      waiting := waiting[2:];
    END IF;
  ELSE
    IF taken >= places THEN
      -- What is unanswered comes free a window from now at the earliest.
      SELECT until INTO retry FROM (
        SELECT least("heldUntil", moment + span) AS until FROM "CallSlot"
          WHERE resource = of_resource AND "heldUntil" > moment
        UNION ALL
        SELECT unnest(waiting) WHERE NOT is_user
      ) AS blockers ORDER BY until OFFSET taken - places LIMIT 1;
    END IF;
    retry := greatest(retry, quota."fullUntil");
    wait_ms := ceil(extract(epoch FROM retry - moment) * 1000);
    IF is_user THEN
      waiting := (waiting || (retry + patience))[1:places];
    END IF;
  END IF;

  IF waiting IS DISTINCT FROM quota."usersWaiting" THEN
    UPDATE "CallQuota" q SET "usersWaiting" = waiting WHERE q.resource = of_resource;
  END IF;
END
$$;
