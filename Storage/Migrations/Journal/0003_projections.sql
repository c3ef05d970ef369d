CREATE TABLE peer_capabilities (
    id         TEXT    NOT NULL PRIMARY KEY,
    document   TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE INDEX peer_capabilities_by_time ON peer_capabilities (updated_at, id);

CREATE TABLE topology_projections (
    id         TEXT    NOT NULL PRIMARY KEY,
    document   TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE INDEX topology_projections_by_time ON topology_projections (updated_at, id);

CREATE TABLE benchmark_results (
    id         TEXT    NOT NULL PRIMARY KEY,
    document   TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE INDEX benchmark_results_by_time ON benchmark_results (updated_at, id);

CREATE TABLE provenance_bundles (
    id         TEXT    NOT NULL PRIMARY KEY,
    document   TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
);

CREATE INDEX provenance_bundles_by_time ON provenance_bundles (updated_at, id);

CREATE TABLE projection_offsets (
    projection TEXT    NOT NULL PRIMARY KEY,
    position   INTEGER NOT NULL
) WITHOUT ROWID;
