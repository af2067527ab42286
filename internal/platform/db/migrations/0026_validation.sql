-- +goose Up

-- competence: validations of prior learning against a programme (R213), each with the parts that it had when it
-- began. What comes of a part is appended; the latest counts. A whole one becomes a merit.
CREATE TABLE validation (
    id             TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL REFERENCES person (id),
    controller_id  TEXT NOT NULL REFERENCES node (id),
    programme      TEXT NOT NULL,
    orientation    TEXT NOT NULL,
    provider       TEXT NOT NULL,
    started_on     TEXT NOT NULL,
    state          TEXT NOT NULL CONSTRAINT validation_state CHECK (state IN ('open', 'whole', 'partial', 'stopped')),
    result         TEXT NOT NULL,
    closed_on      TEXT NOT NULL,
    merit_id       TEXT NOT NULL,
    made_by        TEXT NOT NULL,
    made_at        TIMESTAMP NOT NULL,
    closed_by      TEXT NOT NULL
);
CREATE INDEX validation_person ON validation (person_id);
CREATE INDEX validation_controller ON validation (controller_id, state);
CREATE TABLE validation_part (
    validation_id  TEXT NOT NULL REFERENCES validation (id),
    part           TEXT NOT NULL,
    name           TEXT NOT NULL,
    position       BIGINT NOT NULL,
    PRIMARY KEY (validation_id, part)
);
CREATE TABLE validation_mark (
    id             TEXT PRIMARY KEY,
    validation_id  TEXT NOT NULL REFERENCES validation (id),
    part           TEXT NOT NULL,
    state          TEXT NOT NULL CONSTRAINT validation_mark_state CHECK (state IN ('waiting', 'ongoing', 'passed', 'study')),
    on_day         TEXT NOT NULL,
    note           TEXT NOT NULL,
    made_by        TEXT NOT NULL,
    made_at        TIMESTAMP NOT NULL
);
CREATE INDEX validation_mark_of ON validation_mark (validation_id, id);
-- Which of our courses says something about a course of a programme (R187), as the nation, an RSS or a municipality
-- has decided.
CREATE TABLE programme_map (
    id         TEXT PRIMARY KEY,
    owner_id   TEXT NOT NULL REFERENCES node (id),
    programme  TEXT NOT NULL,
    part       TEXT NOT NULL,
    course_id  TEXT NOT NULL,
    note       TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL,
    ended_by   TEXT NOT NULL,
    ended_at   TIMESTAMP
);
CREATE INDEX programme_map_owner ON programme_map (owner_id, programme);
CREATE UNIQUE INDEX programme_map_one ON programme_map (owner_id, programme, part, course_id) WHERE ended_at IS NULL;
-- Files of merits that have been read without a fault and wait to be taken in, and their rows, which are gone afterwards.
CREATE TABLE merit_import (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    file_name    TEXT NOT NULL,
    state        TEXT NOT NULL CONSTRAINT merit_import_state CHECK (state IN ('waiting', 'asked', 'done', 'dropped')),
    row_count    BIGINT NOT NULL,
    added        BIGINT NOT NULL,
    there        BIGINT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL
);
CREATE INDEX merit_import_employer ON merit_import (employer_id, id);
CREATE TABLE merit_import_row (
    import_id   TEXT NOT NULL REFERENCES merit_import (id),
    row_number  BIGINT NOT NULL,
    person_id   TEXT NOT NULL REFERENCES person (id),
    body        TEXT NOT NULL,
    PRIMARY KEY (import_id, row_number)
);
CREATE INDEX merit_import_row_person ON merit_import_row (person_id);
