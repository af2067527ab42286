-- +goose Up

-- framework: competence frameworks. owner_id is the place that keeps one. A version that has been
-- published never changes; body is a frame as JSON, digest of what it says. The draft is version 0 and
-- has no days. source is the digest of the shipped file that a version was made from; '' made here. base
-- is the version that a draft began from, revision counts its savings.
CREATE TABLE framework (
    id        TEXT PRIMARY KEY,
    owner_id  TEXT NOT NULL REFERENCES node (id),
    made_by   TEXT NOT NULL,
    made_at   TIMESTAMP NOT NULL
);
CREATE INDEX framework_owner ON framework (owner_id);
CREATE TABLE framework_version (
    framework_id  TEXT NOT NULL REFERENCES framework (id),
    version       BIGINT NOT NULL,
    state         TEXT NOT NULL CONSTRAINT framework_version_state CHECK (state IN ('draft', 'published')),
    valid_from    TEXT NOT NULL,
    valid_until   TEXT NOT NULL,
    name          TEXT NOT NULL,
    digest        TEXT NOT NULL,
    source        TEXT NOT NULL DEFAULT '',
    body          TEXT NOT NULL,
    base          BIGINT NOT NULL DEFAULT 0,
    revision      BIGINT NOT NULL,
    made_by       TEXT NOT NULL,
    made_at       TIMESTAMP NOT NULL,
    published_by  TEXT NOT NULL,
    published_at  TIMESTAMP,
    PRIMARY KEY (framework_id, version)
);
CREATE INDEX framework_version_valid ON framework_version (state, valid_until);
