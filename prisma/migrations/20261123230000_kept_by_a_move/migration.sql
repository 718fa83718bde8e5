-- A move that was to keep a full checkpoint on its source leaves one when its copy is not proved.

-- That move, also of what was sent on from there: a copy of this checkpoint's tree may run. Null: a dump left it.
ALTER TABLE "checkpoints" ADD COLUMN "move_run_id" UUID;
-- Why the move left it, in words.
ALTER TABLE "checkpoints" ADD COLUMN "kept_because" TEXT;
