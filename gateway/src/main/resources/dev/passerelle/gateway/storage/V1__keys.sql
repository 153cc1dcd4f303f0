CREATE TABLE api_key (
    id           VARCHAR(12) PRIMARY KEY,
    hash         VARCHAR(64) NOT NULL,
    name         VARCHAR(200) NOT NULL,
    organisation VARCHAR(64) NOT NULL,
    project      VARCHAR(64) NOT NULL,
    role         VARCHAR(16) NOT NULL,
    models       VARCHAR NOT NULL,
    regions      VARCHAR NOT NULL,
    limits       VARCHAR NOT NULL,
    created_at   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    expires_at   TIMESTAMP(3) WITH TIME ZONE,
    revoked_at   TIMESTAMP(3) WITH TIME ZONE,
    change       BIGINT NOT NULL
);

CREATE INDEX api_key_change ON api_key (change);

-- What was done to keys, by whom.
CREATE TABLE audit_log (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    happened_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    actor       VARCHAR NOT NULL,
    action      VARCHAR(32) NOT NULL,
    subject     VARCHAR NOT NULL,
    detail      VARCHAR NOT NULL
);

-- One row, counted up by each change of keys and noted at the key: gateways read it often, and then
-- the keys that changed since.
CREATE TABLE key_change (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    changes BIGINT NOT NULL
);

INSERT INTO key_change (id, changes) VALUES (1, 0);
