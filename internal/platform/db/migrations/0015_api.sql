-- +goose Up

-- Keys of programs that read and write through the API. The key itself is kept as a hash only.
CREATE TABLE api_key (
    id         TEXT PRIMARY KEY,
    key_hash   TEXT NOT NULL,
    name       TEXT NOT NULL,
    node_id    TEXT NOT NULL REFERENCES node (id),
    scopes     TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL,
    until      TEXT NOT NULL,
    ended_at   TIMESTAMP,
    ended_by   TEXT NOT NULL DEFAULT '',
    used_on    TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX api_key_hash ON api_key (key_hash);
CREATE INDEX api_key_node ON api_key (node_id, made_at);

-- What a write was answered, by the key that the caller gave it: the same write again gives the same
-- answer. status 0 is one that is under way.
CREATE TABLE api_call (
    key_id   TEXT NOT NULL REFERENCES api_key (id),
    once     TEXT NOT NULL,
    digest   TEXT NOT NULL,
    status   BIGINT NOT NULL,
    body     TEXT NOT NULL,
    made_at  TIMESTAMP NOT NULL,
    PRIMARY KEY (key_id, once)
);
CREATE INDEX api_call_made ON api_call (made_at);

-- Completions go out by controller, in the order they were noted.
CREATE INDEX fact_noted ON fact (controller_id, id);
