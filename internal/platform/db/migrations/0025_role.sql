-- +goose Up

-- profile: descriptions of roles (R202): an occupation at a level, kept by a place, version after version.
-- A published version never changes; a new one takes over from its day. There is one draft at most. body is
-- the text by heading and the requirements linked, as JSON.
CREATE TABLE role_description (
    id            TEXT PRIMARY KEY,
    owner_id      TEXT NOT NULL REFERENCES node (id),
    occupation    TEXT NOT NULL,
    level         TEXT NOT NULL CONSTRAINT role_description_level CHECK (level IN ('base', 'advanced', 'expert')),
    version       BIGINT NOT NULL,
    state         TEXT NOT NULL CONSTRAINT role_description_state CHECK (state IN ('draft', 'published')),
    valid_from    TEXT NOT NULL,
    valid_until   TEXT NOT NULL,
    body          TEXT NOT NULL,
    revision      BIGINT NOT NULL,
    made_by       TEXT NOT NULL,
    made_at       TIMESTAMP NOT NULL,
    published_by  TEXT NOT NULL,
    published_at  TIMESTAMP
);
CREATE UNIQUE INDEX role_description_version ON role_description (owner_id, occupation, level, version);
-- Career paths (R205): roles one after another, kept by an employer. body is the steps as JSON. One that
-- has ended stays with its day.
CREATE TABLE career_path (
    id        TEXT PRIMARY KEY,
    owner_id  TEXT NOT NULL REFERENCES node (id),
    name      TEXT NOT NULL,
    body      TEXT NOT NULL,
    revision  BIGINT NOT NULL,
    ended_on  TEXT NOT NULL,
    made_by   TEXT NOT NULL,
    made_at   TIMESTAMP NOT NULL
);
CREATE INDEX career_path_owner ON career_path (owner_id);
