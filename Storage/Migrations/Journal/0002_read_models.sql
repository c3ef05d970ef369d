CREATE TABLE jobs (
    id               TEXT    NOT NULL PRIMARY KEY,
    owner            TEXT    NOT NULL,
    status           TEXT    NOT NULL,
    plan_id          TEXT,
    label            TEXT,
    error            TEXT,
    progress         TEXT,
    circuit_preview  TEXT    NOT NULL,
    result_available INTEGER NOT NULL,
    priority         INTEGER NOT NULL,
    deadline         INTEGER,
    batch_id         TEXT,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX jobs_by_time ON jobs (created_at, id);
CREATE INDEX jobs_by_owner ON jobs (owner, created_at, id);
CREATE INDEX jobs_by_status ON jobs (status, created_at, id);
CREATE INDEX jobs_by_batch ON jobs (batch_id, created_at, id) WHERE batch_id IS NOT NULL;
CREATE INDEX jobs_unfinished ON jobs (updated_at, id) WHERE status NOT IN ('COMPLETED', 'FAILED', 'CANCELLED');

CREATE TABLE job_circuits (
    job_id       TEXT    NOT NULL PRIMARY KEY,
    circuit_text TEXT    NOT NULL,
    submission   TEXT    NOT NULL,
    created_at   INTEGER NOT NULL
);

CREATE TABLE execution_plans (
    plan_id             TEXT    NOT NULL PRIMARY KEY,
    job_id              TEXT    NOT NULL,
    revision            INTEGER NOT NULL,
    content_hash        TEXT    NOT NULL,
    quality_snapshot_id TEXT    NOT NULL,
    document            TEXT    NOT NULL,
    created_at          INTEGER NOT NULL
);

CREATE INDEX execution_plans_by_job ON execution_plans (job_id, revision);

CREATE TABLE plan_snapshots (
    quality_snapshot_id TEXT    NOT NULL PRIMARY KEY,
    document            TEXT    NOT NULL,
    created_at          INTEGER NOT NULL
);

CREATE TABLE reservation_events (
    id             INTEGER PRIMARY KEY,
    reservation_id TEXT    NOT NULL,
    job_id         TEXT,
    fragment_id    TEXT    NOT NULL,
    node_id        TEXT    NOT NULL,
    transition     TEXT    NOT NULL,
    detail         TEXT,
    occurred_at    INTEGER NOT NULL
);

CREATE INDEX reservation_events_by_reservation ON reservation_events (reservation_id, id);
CREATE INDEX reservation_events_by_job ON reservation_events (job_id, id) WHERE job_id IS NOT NULL;

CREATE TABLE execution_events (
    id           INTEGER PRIMARY KEY,
    job_id       TEXT    NOT NULL,
    fragment_id  TEXT    NOT NULL,
    attempt      INTEGER NOT NULL,
    node_id      TEXT    NOT NULL,
    execution_id TEXT,
    transition   TEXT    NOT NULL,
    completed    INTEGER NOT NULL,
    detail       TEXT,
    occurred_at  INTEGER NOT NULL
);

CREATE INDEX execution_events_by_job ON execution_events (job_id, id);
CREATE UNIQUE INDEX execution_events_completed_once ON execution_events (job_id, fragment_id) WHERE completed = 1;

CREATE TABLE results (
    job_id     TEXT    NOT NULL PRIMARY KEY,
    document   BLOB    NOT NULL,
    hash       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE users (
    id         TEXT    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    role       TEXT    NOT NULL,
    disabled   INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE api_keys (
    key_hash   TEXT    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL,
    label      TEXT,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
);

CREATE INDEX api_keys_by_user ON api_keys (user_id, created_at);

CREATE TABLE enrollments (
    id                 TEXT    NOT NULL PRIMARY KEY,
    peer_id            TEXT    NOT NULL UNIQUE,
    owner_user_id      TEXT    NOT NULL,
    trust_tier         TEXT    NOT NULL,
    status             TEXT    NOT NULL,
    capability_summary TEXT    NOT NULL,
    reason             TEXT,
    actor              TEXT,
    document           TEXT,
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL
);

CREATE INDEX enrollments_by_time ON enrollments (created_at, id);

CREATE TABLE workflow_runs (
    id            TEXT    NOT NULL PRIMARY KEY,
    owner         TEXT    NOT NULL,
    workflow_type TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    document      TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
);

CREATE INDEX workflow_runs_by_time ON workflow_runs (created_at, id);
CREATE INDEX workflow_runs_by_owner ON workflow_runs (owner, created_at, id);

CREATE TABLE financial_jobs (
    id           TEXT    NOT NULL PRIMARY KEY,
    owner        TEXT    NOT NULL,
    problem_type TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    error        TEXT,
    document     TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL
);

CREATE INDEX financial_jobs_by_time ON financial_jobs (created_at, id);
CREATE INDEX financial_jobs_by_owner ON financial_jobs (owner, created_at, id);

CREATE TABLE fidelity_samples (
    id           INTEGER PRIMARY KEY,
    node_id      TEXT    NOT NULL,
    service_type TEXT    NOT NULL,
    fidelity     REAL    NOT NULL,
    source       TEXT    NOT NULL,
    availability INTEGER NOT NULL,
    sampled_at   INTEGER NOT NULL
);

CREATE INDEX fidelity_samples_by_node ON fidelity_samples (node_id, sampled_at, id);
