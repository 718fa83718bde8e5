-- The first schema. Every time is UTC (timestamptz), and order comes from sequences, never from a clock.

-- 1. People, sessions, tokens ---------------------------------------------------------------------------------------

CREATE TABLE users (
    id             TEXT PRIMARY KEY,
    name           TEXT NOT NULL,
    email          TEXT NOT NULL,
    email_verified BOOLEAN NOT NULL DEFAULT false,
    image          TEXT,
    role           TEXT NOT NULL DEFAULT 'viewer' CHECK (role IN ('viewer', 'operator', 'admin')),
    created_at     TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    updated_at     TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX users_email_key ON users (email);

CREATE TABLE sessions (
    id         TEXT PRIMARY KEY,
    token      TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    expires_at TIMESTAMPTZ(3) NOT NULL,
    ip_address TEXT,
    user_agent TEXT,
    created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX sessions_token_key ON sessions (token);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);

CREATE TABLE accounts (
    id                       TEXT PRIMARY KEY,
    account_id               TEXT NOT NULL,
    provider_id              TEXT NOT NULL,
    user_id                  TEXT NOT NULL,
    password                 TEXT,
    access_token             TEXT,
    refresh_token            TEXT,
    id_token                 TEXT,
    access_token_expires_at  TIMESTAMPTZ(3),
    refresh_token_expires_at TIMESTAMPTZ(3),
    scope                    TEXT,
    created_at               TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    updated_at               TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    CONSTRAINT accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX accounts_provider_id_account_id_key ON accounts (provider_id, account_id);
CREATE INDEX accounts_user_id_idx ON accounts (user_id);

CREATE TABLE verifications (
    id         TEXT PRIMARY KEY,
    identifier TEXT NOT NULL,
    value      TEXT NOT NULL,
    expires_at TIMESTAMPTZ(3) NOT NULL,
    created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE INDEX verifications_identifier_idx ON verifications (identifier);

CREATE TABLE rate_limits (
    id           TEXT PRIMARY KEY,
    key          TEXT NOT NULL,
    count        INTEGER NOT NULL,
    last_request BIGINT NOT NULL
);
CREATE UNIQUE INDEX rate_limits_key_key ON rate_limits (key);

CREATE TABLE invitations (
    id          UUID PRIMARY KEY,
    secret_hash TEXT NOT NULL,
    purpose     TEXT NOT NULL CHECK (purpose IN ('first-admin', 'member')),
    email       TEXT,
    role        TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
    created_by  TEXT NOT NULL,
    created_at  TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    expires_at  TIMESTAMPTZ(3) NOT NULL,
    used_at     TIMESTAMPTZ(3)
);
CREATE UNIQUE INDEX invitations_secret_hash_key ON invitations (secret_hash);

CREATE TABLE api_tokens (
    id           UUID PRIMARY KEY,
    name         TEXT NOT NULL,
    token_hash   TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
    created_by   TEXT NOT NULL,
    created_at   TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    expires_at   TIMESTAMPTZ(3) NOT NULL,
    revoked_at   TIMESTAMPTZ(3),
    last_used_at TIMESTAMPTZ(3)
);
CREATE UNIQUE INDEX api_tokens_token_hash_key ON api_tokens (token_hash);

-- 2. Audit: rows come, and never change or go -----------------------------------------------------------------------

CREATE TABLE audit_events (
    id       BIGSERIAL PRIMARY KEY,
    at       TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    actor_id TEXT NOT NULL,
    actor    TEXT NOT NULL,
    via      TEXT NOT NULL CHECK (via IN ('session', 'token', 'agent', 'server')),
    action   TEXT NOT NULL,
    object   TEXT NOT NULL,
    detail   JSONB NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_events_at_idx ON audit_events (at);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_events is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_events_keep BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- 3. Hosts and workloads --------------------------------------------------------------------------------------------

-- Counts changes that pages show, so that a page that was away can ask for all changes after the last it saw.
CREATE SEQUENCE live_revision;

CREATE TABLE hosts (
    id              UUID PRIMARY KEY,
    name            TEXT NOT NULL,
    credential_hash TEXT NOT NULL,
    agent_version   TEXT NOT NULL,
    boot_id         TEXT,
    connection      TEXT NOT NULL DEFAULT 'never' CHECK (connection IN ('never', 'connected', 'lost')),
    last_seen_at    TIMESTAMPTZ(3),
    created_at      TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    revoked_at      TIMESTAMPTZ(3),
    revision        BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX hosts_name_key ON hosts (name);
CREATE INDEX hosts_revision_idx ON hosts (revision);

CREATE TABLE enrolments (
    id         UUID PRIMARY KEY,
    name       TEXT,
    token_hash TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    expires_at TIMESTAMPTZ(3) NOT NULL,
    used_at    TIMESTAMPTZ(3),
    host_id    UUID,
    CONSTRAINT enrolments_host_id_fkey FOREIGN KEY (host_id) REFERENCES hosts (id) ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX enrolments_token_hash_key ON enrolments (token_hash);

CREATE TABLE host_facts (
    id        BIGSERIAL PRIMARY KEY,
    host_id   UUID NOT NULL,
    read_at   TIMESTAMPTZ(3) NOT NULL,
    stored_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    facts     JSONB NOT NULL,
    CONSTRAINT host_facts_host_id_fkey FOREIGN KEY (host_id) REFERENCES hosts (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX host_facts_host_id_id_idx ON host_facts (host_id, id);

CREATE TABLE agent_message_cursors (
    host_id     UUID PRIMARY KEY,
    last_number BIGINT NOT NULL DEFAULT 0,
    updated_at  TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    CONSTRAINT agent_message_cursors_host_id_fkey FOREIGN KEY (host_id) REFERENCES hosts (id) ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE workloads (
    id               UUID PRIMARY KEY,
    host_id          UUID NOT NULL,
    key              TEXT NOT NULL,
    name             TEXT NOT NULL,
    kind             TEXT NOT NULL,
    root_pid         INTEGER NOT NULL,
    start_time_ticks DOUBLE PRECISION NOT NULL,
    command          TEXT NOT NULL,
    processes        INTEGER NOT NULL,
    rss_bytes        DOUBLE PRECISION NOT NULL,
    own_cgroup       TEXT,
    service_address  TEXT,
    state            TEXT NOT NULL CHECK (state IN ('running', 'gone')),
    first_seen_at    TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    last_seen_at     TIMESTAMPTZ(3) NOT NULL,
    revision         BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT workloads_host_id_fkey FOREIGN KEY (host_id) REFERENCES hosts (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX workloads_host_id_key_key ON workloads (host_id, key);
CREATE INDEX workloads_revision_idx ON workloads (revision);

-- 4. Preflights and their findings, by month ------------------------------------------------------------------------

CREATE TABLE preflights (
    id                  UUID NOT NULL,
    ordinal             BIGSERIAL NOT NULL,
    created_at          TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    workload_id         UUID NOT NULL,
    workload_key        TEXT NOT NULL,
    workload_name       TEXT NOT NULL,
    source_host_id      UUID NOT NULL,
    destination_host_id UUID,
    purpose             TEXT NOT NULL,
    verdict             TEXT NOT NULL,
    created_by          TEXT NOT NULL,
    summary             JSONB NOT NULL,
    finding_counts      JSONB NOT NULL,
    source_bundle       JSONB NOT NULL,
    destination_bundle  JSONB,
    facts_read_at       TIMESTAMPTZ(3) NOT NULL,
    destination_read_at TIMESTAMPTZ(3),
    CONSTRAINT preflights_pkey PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);
CREATE INDEX preflights_ordinal_idx ON preflights (ordinal);
CREATE INDEX preflights_workload_id_ordinal_idx ON preflights (workload_id, ordinal);
CREATE INDEX preflights_source_host_id_ordinal_idx ON preflights (source_host_id, ordinal);
CREATE INDEX preflights_destination_host_id_ordinal_idx ON preflights (destination_host_id, ordinal);
CREATE TABLE preflights_default PARTITION OF preflights DEFAULT;

CREATE TABLE findings (
    id           BIGSERIAL NOT NULL,
    created_at   TIMESTAMPTZ(3) NOT NULL,
    preflight_id UUID NOT NULL,
    position     INTEGER NOT NULL,
    finding_id   TEXT NOT NULL,
    rule         TEXT NOT NULL,
    severity     TEXT NOT NULL,
    subject      JSONB NOT NULL,
    message      TEXT NOT NULL,
    evidence     JSONB NOT NULL,
    noticed      TEXT NOT NULL,
    criu_error   TEXT,
    remedies     JSONB NOT NULL,
    CONSTRAINT findings_pkey PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);
CREATE INDEX findings_preflight_id_position_idx ON findings (preflight_id, position);
CREATE INDEX findings_finding_id_created_at_idx ON findings (finding_id, created_at);
CREATE TABLE findings_default PARTITION OF findings DEFAULT;

-- 5. Runs -----------------------------------------------------------------------------------------------------------

CREATE TABLE runs (
    id                  UUID PRIMARY KEY,
    ordinal             BIGSERIAL NOT NULL,
    kind                TEXT NOT NULL CHECK (kind IN ('dump', 'restore', 'move')),
    state               TEXT NOT NULL CHECK (state IN ('running', 'finished')),
    outcome             TEXT,
    workload_id         UUID NOT NULL,
    workload_key        TEXT NOT NULL,
    workload_name       TEXT NOT NULL,
    source_host_id      UUID NOT NULL,
    destination_host_id UUID,
    preflight_id        UUID,
    checkpoint_id       UUID,
    plan                JSONB NOT NULL,
    step                TEXT,
    times               JSONB,
    error               JSONB,
    checkpoint_report   JSONB,
    created_by          TEXT NOT NULL,
    created_at          TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    finished_at         TIMESTAMPTZ(3),
    cancel_requested_at TIMESTAMPTZ(3),
    decision            JSONB,
    decision_made       JSONB,
    CHECK (destination_host_id IS DISTINCT FROM source_host_id),
    CHECK ((state = 'finished') = (outcome IS NOT NULL)),
    CHECK ((state = 'finished') = (finished_at IS NOT NULL))
);
CREATE UNIQUE INDEX runs_ordinal_key ON runs (ordinal);
CREATE INDEX runs_workload_id_ordinal_idx ON runs (workload_id, ordinal);
CREATE INDEX runs_source_host_id_ordinal_idx ON runs (source_host_id, ordinal);
CREATE INDEX runs_destination_host_id_ordinal_idx ON runs (destination_host_id, ordinal);
-- Two runs of one tree are refused here, whatever two requests at one moment believed.
CREATE UNIQUE INDEX runs_one_per_workload ON runs (source_host_id, workload_key) WHERE state = 'running';

CREATE TABLE run_steps (
    run_id      UUID NOT NULL,
    key         TEXT NOT NULL,
    attempt     INTEGER NOT NULL DEFAULT 0,
    state       TEXT NOT NULL CHECK (state IN ('running', 'finished', 'failed', 'undoing', 'undone')),
    epoch       INTEGER NOT NULL,
    lease_until TIMESTAMPTZ(3),
    result      JSONB,
    error       JSONB,
    started_at  TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    finished_at TIMESTAMPTZ(3),
    CONSTRAINT run_steps_pkey PRIMARY KEY (run_id, key),
    CONSTRAINT run_steps_run_id_fkey FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE run_sides (
    run_id     UUID NOT NULL,
    side       TEXT NOT NULL CHECK (side IN ('source', 'destination')),
    host_id    UUID NOT NULL,
    state      TEXT,
    report     JSONB,
    changed_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    settled    BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT run_sides_pkey PRIMARY KEY (run_id, side),
    CONSTRAINT run_sides_run_id_fkey FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX run_sides_host_id_settled_idx ON run_sides (host_id, settled);

CREATE TABLE commit_permissions (
    run_id         UUID PRIMARY KEY,
    epoch          INTEGER NOT NULL,
    source_boot_id TEXT NOT NULL,
    written_at     TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    CONSTRAINT commit_permissions_run_id_fkey FOREIGN KEY (run_id) REFERENCES runs (id) ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE run_events (
    id         BIGSERIAL NOT NULL,
    created_at TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    run_id     UUID NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1,
    data       JSONB NOT NULL,
    CONSTRAINT run_events_pkey PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);
CREATE INDEX run_events_run_id_id_idx ON run_events (run_id, id);
CREATE TABLE run_events_default PARTITION OF run_events DEFAULT;

CREATE TABLE checkpoints (
    id            UUID PRIMARY KEY,
    run_id        UUID NOT NULL,
    workload_id   UUID NOT NULL,
    workload_key  TEXT NOT NULL,
    workload_name TEXT NOT NULL,
    host_id       UUID NOT NULL,
    created_at    TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    image_bytes   DOUBLE PRECISION,
    frozen_us     DOUBLE PRECISION,
    left_running  BOOLEAN NOT NULL,
    options       JSONB NOT NULL,
    removed_at    TIMESTAMPTZ(3)
);
CREATE UNIQUE INDEX checkpoints_run_id_key ON checkpoints (run_id);
CREATE INDEX checkpoints_host_id_created_at_idx ON checkpoints (host_id, created_at);
CREATE INDEX checkpoints_workload_id_created_at_idx ON checkpoints (workload_id, created_at);

CREATE TABLE engine_term (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    epoch    INTEGER NOT NULL,
    holder   TEXT NOT NULL,
    taken_at TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
INSERT INTO engine_term (id, epoch, holder) VALUES (1, 0, 'nobody');

-- 6. Partitions -----------------------------------------------------------------------------------------------------

-- Makes the partition of one table for the month of `day`, if it is not there. Rows that came before it are in the
-- default partition and are moved, because Postgres refuses a partition whose rows lie there.
CREATE FUNCTION make_month_partition(parent TEXT, day DATE) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
    first_day DATE := date_trunc('month', day);
    lower_bound TIMESTAMPTZ := first_day::timestamp AT TIME ZONE 'UTC';
    upper_bound TIMESTAMPTZ := (first_day + INTERVAL '1 month')::timestamp AT TIME ZONE 'UTC';
    partition TEXT := format('%s_%s', parent, to_char(first_day, 'YYYY_MM'));
BEGIN
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent);
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', partition, parent);
    EXECUTE format('WITH moved AS (DELETE FROM %I WHERE created_at >= %L AND created_at < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
        parent || '_default', lower_bound, upper_bound, partition);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, partition, lower_bound, upper_bound);
    RETURN true;
END
$$;
