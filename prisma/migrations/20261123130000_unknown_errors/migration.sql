-- First errors of CRIU's logs that no table knows, kept for the next rule: one line each, bounded.
CREATE TABLE "unknown_errors" (
    "id" UUID NOT NULL,
    "pattern" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "source" TEXT,
    "operation" TEXT NOT NULL,
    "criu_version" TEXT,
    "kernel" TEXT,
    "times" INTEGER NOT NULL DEFAULT 1,
    "kept_by" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unknown_errors_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "unknown_errors_text_check" CHECK (length("text") <= 500)
);

CREATE UNIQUE INDEX "unknown_errors_pattern_key" ON "unknown_errors"("pattern");
CREATE INDEX "unknown_errors_last_seen_at_idx" ON "unknown_errors"("last_seen_at");
