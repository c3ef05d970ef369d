-- What the grain storage provider of Orleans reads its SQL from, by key.
CREATE TABLE OrleansQuery (
    QueryKey  TEXT NOT NULL PRIMARY KEY,
    QueryText TEXT NOT NULL
);

-- A grain's state. The whole key is unique, so that two first writes can never make two rows.
CREATE TABLE grain_states (
    grain_id_hash   INTEGER NOT NULL,
    grain_type_hash INTEGER NOT NULL,
    grain_id_n0     INTEGER NOT NULL,
    grain_id_n1     INTEGER NOT NULL,
    grain_type      TEXT    NOT NULL,
    grain_key       TEXT    NOT NULL,
    service_id      TEXT    NOT NULL,
    version         INTEGER NOT NULL,
    modified_at     INTEGER NOT NULL,
    payload         BLOB,
    UNIQUE (grain_id_hash, grain_type_hash, grain_id_n0, grain_id_n1, grain_type, grain_key, service_id)
);

-- Every query changes rows with one statement, which takes the write lock before it reads: nothing can come between
-- and a failure leaves no transaction open. One row is answered: the new version, or the caller's own after a conflict.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('WriteToStorageKey', '
    PRAGMA synchronous = NORMAL;

    INSERT INTO grain_states (grain_id_hash, grain_type_hash, grain_id_n0, grain_id_n1, grain_type, grain_key, service_id, version, modified_at, payload)
    SELECT @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainTypeString, coalesce(@GrainIdExtensionString, ''''), @ServiceId, 1, unixepoch() * 1000000, @PayloadBinary
    WHERE @GrainStateVersion IS NULL OR EXISTS (
      SELECT 1 FROM grain_states
      WHERE grain_id_hash = @GrainIdHash AND grain_type_hash = @GrainTypeHash
      AND grain_id_n0 = @GrainIdN0 AND grain_id_n1 = @GrainIdN1
      AND grain_type = @GrainTypeString AND grain_key = coalesce(@GrainIdExtensionString, '''')
      AND service_id = @ServiceId)
    ON CONFLICT (grain_id_hash, grain_type_hash, grain_id_n0, grain_id_n1, grain_type, grain_key, service_id) DO UPDATE
    SET payload = excluded.payload, version = version + 1, modified_at = excluded.modified_at
    WHERE version = @GrainStateVersion;

    SELECT CASE WHEN changes() = 1 THEN coalesce(@GrainStateVersion, 0) + 1 ELSE @GrainStateVersion END AS NewGrainStateVersion;
'),
('ReadFromStorageKey', '
    SELECT payload AS PayloadBinary, version AS Version
    FROM grain_states
    WHERE grain_id_hash = @GrainIdHash AND grain_type_hash = @GrainTypeHash
      AND grain_id_n0 = @GrainIdN0 AND grain_id_n1 = @GrainIdN1
      AND grain_type = @GrainTypeString AND grain_key = coalesce(@GrainIdExtensionString, '''')
      AND service_id = @ServiceId;
'),
('ClearStorageKey', '
    PRAGMA synchronous = NORMAL;

    UPDATE grain_states
    SET payload = NULL, version = version + 1, modified_at = unixepoch() * 1000000
    WHERE grain_id_hash = @GrainIdHash AND grain_type_hash = @GrainTypeHash
      AND grain_id_n0 = @GrainIdN0 AND grain_id_n1 = @GrainIdN1
      AND grain_type = @GrainTypeString AND grain_key = coalesce(@GrainIdExtensionString, '''')
      AND service_id = @ServiceId
      AND version = @GrainStateVersion;

    SELECT CASE WHEN changes() = 1 THEN @GrainStateVersion + 1 ELSE @GrainStateVersion END AS NewGrainStateVersion;
'),
('DeleteStorageKey', '
    PRAGMA synchronous = NORMAL;

    DELETE FROM grain_states
    WHERE grain_id_hash = @GrainIdHash AND grain_type_hash = @GrainTypeHash
      AND grain_id_n0 = @GrainIdN0 AND grain_id_n1 = @GrainIdN1
      AND grain_type = @GrainTypeString AND grain_key = coalesce(@GrainIdExtensionString, '''')
      AND service_id = @ServiceId
      AND version = @GrainStateVersion;

    SELECT CASE WHEN changes() = 1 THEN @GrainStateVersion + 1 ELSE @GrainStateVersion END AS NewGrainStateVersion;
');
