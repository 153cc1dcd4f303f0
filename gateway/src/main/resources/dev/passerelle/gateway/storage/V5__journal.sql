-- How far each segment of a gateway's journal is in the tables: it moves in the transaction that
-- writes the records.
CREATE TABLE usage_journal (
    segment UUID PRIMARY KEY,
    gateway VARCHAR NOT NULL,
    stored  BIGINT NOT NULL
);

-- No record comes twice since, and H2 pays more for this index than for a row. On PostgreSQL it
-- stays, for the gateways of the version before.
${only_h2}ALTER TABLE usage_record DROP PRIMARY KEY;
