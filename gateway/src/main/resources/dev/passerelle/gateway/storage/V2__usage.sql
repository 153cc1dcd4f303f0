CREATE TABLE usage_record (
    id UUID PRIMARY KEY,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    gateway VARCHAR NOT NULL,
    request_id VARCHAR NOT NULL,
    key_id VARCHAR NOT NULL,
    organisation VARCHAR NOT NULL,
    project VARCHAR NOT NULL,
    endpoint VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    revision VARCHAR NOT NULL,
    region VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    status INTEGER NOT NULL,
    prompt_tokens BIGINT NOT NULL,
    completion_tokens BIGINT NOT NULL,
    cached_tokens BIGINT NOT NULL,
    cost DECIMAL(30, 12) NOT NULL,
    currency VARCHAR NOT NULL,
    admission_us BIGINT NOT NULL,
    queue_us BIGINT NOT NULL,
    prompt_us BIGINT NOT NULL,
    decode_us BIGINT NOT NULL,
    total_us BIGINT NOT NULL
);

CREATE TABLE usage_daily (
    key_id VARCHAR NOT NULL,
    day_utc DATE NOT NULL,
    organisation VARCHAR NOT NULL,
    project VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    currency VARCHAR NOT NULL,
    gateway VARCHAR NOT NULL,
    requests BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    prompt_tokens BIGINT NOT NULL,
    completion_tokens BIGINT NOT NULL,
    cached_tokens BIGINT NOT NULL,
    cost DECIMAL(30, 12) NOT NULL,
    PRIMARY KEY (key_id, day_utc, organisation, project, model, currency, gateway)
);

CREATE INDEX usage_daily_project ON usage_daily (organisation, project, day_utc);
CREATE INDEX usage_daily_day ON usage_daily (day_utc);
