-- One row: what tells the secret of the key hashes from others, once one has been used.
CREATE TABLE key_secret (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    fingerprint VARCHAR(64) NOT NULL
);
