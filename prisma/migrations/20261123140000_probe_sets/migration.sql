-- Sets of probes: what each host was seen to carry, with its history.
CREATE TABLE "probe_sets" (
    "id" UUID NOT NULL,
    "ordinal" BIGSERIAL NOT NULL,
    "host_id" UUID NOT NULL,
    "trigger" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "done" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "criu_version" TEXT,
    "kernel" TEXT,
    "matrix" JSONB,
    "problem" TEXT,

    CONSTRAINT "probe_sets_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "probe_sets_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "hosts"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE INDEX "probe_sets_host_id_ordinal_idx" ON "probe_sets"("host_id", "ordinal");
