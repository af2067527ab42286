-- +goose Up

-- report: how each person stands in each journey ('' is all of them together) at each employer, kept
-- from facts and changes. All of it can be computed again; nothing
-- hangs on it, and people may go without it.
CREATE TABLE standing (
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    journey_id   TEXT NOT NULL,
    unit_id      TEXT NOT NULL,
    occupation   TEXT NOT NULL,
    area         TEXT NOT NULL,
    state        TEXT NOT NULL,
    total        BIGINT NOT NULL,
    done         BIGINT NOT NULL,
    started      BIGINT NOT NULL,
    late         BIGINT NOT NULL,
    due          TEXT NOT NULL,
    list_id      TEXT NOT NULL,
    marks        TEXT NOT NULL,
    PRIMARY KEY (person_id, employer_id, journey_id)
);
CREATE INDEX standing_unit ON standing (unit_id, journey_id);
-- The courses that the marks of many standings are about, in their order.
CREATE TABLE standing_list (
    id       TEXT PRIMARY KEY,
    courses  TEXT NOT NULL
);
-- Whose standings are to be computed again. The mark is another each time.
CREATE TABLE standing_dirty (
    person_id  TEXT PRIMARY KEY,
    mark       TEXT NOT NULL
);
-- How far computing everybody's again has come.
CREATE TABLE standing_pass (
    name      TEXT PRIMARY KEY,
    on_day    TEXT NOT NULL,
    position  TEXT NOT NULL,
    begun_at  TIMESTAMP NOT NULL,
    ended_at  TIMESTAMP
);
-- The figures that a municipality has submitted (rule 24): what left it, as it left it.
CREATE TABLE summary (
    id               TEXT PRIMARY KEY,
    municipality_id  TEXT NOT NULL REFERENCES node (id),
    as_of            TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL,
    made_by          TEXT NOT NULL,
    body             TEXT NOT NULL,
    latest           BOOLEAN NOT NULL,
    withdrawn_at     TIMESTAMP,
    withdrawn_by     TEXT NOT NULL
);
CREATE INDEX summary_municipality ON summary (municipality_id, made_at);
CREATE UNIQUE INDEX summary_latest ON summary (municipality_id) WHERE latest;
