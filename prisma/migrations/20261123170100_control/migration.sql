-- Runs wait for each other on a host; kept checkpoints are pinned, kept for a while, encrypted, and sent to other hosts.

-- Null while the run may work; else its place and what it waits for.
ALTER TABLE "runs" ADD COLUMN "queue" JSONB;
-- When it left the queue; null for a run that never waited.
ALTER TABLE "runs" ADD COLUMN "admitted_at" TIMESTAMPTZ(3);
-- The run whose plan this one repeats.
ALTER TABLE "runs" ADD COLUMN "again_of" UUID;

ALTER TABLE "hosts" ADD COLUMN "parallel_runs" INTEGER NOT NULL DEFAULT 2
    CONSTRAINT "hosts_parallel_runs_check" CHECK ("parallel_runs" BETWEEN 1 AND 50);

ALTER TABLE "checkpoints" ADD COLUMN "pinned_by" TEXT;
ALTER TABLE "checkpoints" ADD COLUMN "pinned_at" TIMESTAMPTZ(3);
ALTER TABLE "checkpoints" ADD COLUMN "encrypted" BOOLEAN NOT NULL DEFAULT false;
-- The checkpoint on another host of which this one is a copy.
ALTER TABLE "checkpoints" ADD COLUMN "copy_of" UUID;

-- One row: how long kept checkpoints stay. Null: no limit.
CREATE TABLE "checkpoint_retention" (
    "id" INTEGER NOT NULL,
    "per_workload" INTEGER,
    "days" INTEGER,
    "bytes_per_host" DOUBLE PRECISION,
    "changed_by" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "checkpoint_retention_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "checkpoint_retention_one_row" CHECK ("id" = 1)
);

-- A run may also rehearse a move, and send a kept checkpoint.
ALTER TABLE "runs" DROP CONSTRAINT "runs_kind_check";
ALTER TABLE "runs" ADD CONSTRAINT "runs_kind_check" CHECK ("kind" IN ('dump', 'restore', 'move', 'rehearsal', 'send'));
