-- +goose Up

-- staffing: how many of a unit, and of each of its teams, may be away for course days the same day, as a place
-- in the tree says for the units under it. measure '' takes the place's own word back: what stands above holds.
-- Kept with who said it; the latest counts.
CREATE TABLE staffing_limit (
    id       TEXT PRIMARY KEY,
    node_id  TEXT NOT NULL REFERENCES node (id),
    measure  TEXT NOT NULL CONSTRAINT staffing_limit_measure CHECK (measure IN ('', 'percent', 'number')),
    of_unit  BIGINT NOT NULL,
    of_team  BIGINT NOT NULL,
    latest   BOOLEAN NOT NULL,
    made_by  TEXT NOT NULL,
    made_at  TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX staffing_limit_latest ON staffing_limit (node_id) WHERE latest;
CREATE INDEX staffing_limit_node ON staffing_limit (node_id, made_at);
-- When somebody usually works at a unit (rule 34): set by hand or by a file, never guessed. Of each employment,
-- since one may work days in one and nights in another.
CREATE TABLE work_group (
    employment_id  TEXT NOT NULL,
    unit_id        TEXT NOT NULL REFERENCES node (id),
    person_id      TEXT NOT NULL REFERENCES person (id),
    employer_id    TEXT NOT NULL REFERENCES node (id),
    usual          TEXT NOT NULL CONSTRAINT work_group_usual CHECK (usual IN ('day', 'evening', 'night', 'mixed')),
    made_by        TEXT NOT NULL,
    made_at        TIMESTAMP NOT NULL,
    PRIMARY KEY (employment_id, unit_id)
);
CREATE INDEX work_group_unit ON work_group (unit_id);
CREATE INDEX work_group_person ON work_group (person_id);
-- What a course cost the unit: hours and kronor of a substitute for a booked day, or hours of study, on working
-- time or not, and what pays (R032, R035, R036, rules 35 and 36). same is what it is about, so that two grants
-- are not taken for one education of one person. area, form and municipality are those of the time.
CREATE TABLE staffing_record (
    id               TEXT PRIMARY KEY,
    kind             TEXT NOT NULL CONSTRAINT staffing_record_kind CHECK (kind IN ('substitute', 'study')),
    person_id        TEXT NOT NULL REFERENCES person (id),
    employer_id      TEXT NOT NULL REFERENCES node (id),
    municipality_id  TEXT NOT NULL REFERENCES node (id),
    unit_id          TEXT NOT NULL REFERENCES node (id),
    booking_id       TEXT NOT NULL,
    course_id        TEXT NOT NULL,
    education        TEXT NOT NULL,
    same             TEXT NOT NULL,
    from_day         TEXT NOT NULL,
    until_day        TEXT NOT NULL,
    hours            DOUBLE PRECISION NOT NULL,
    paid             BOOLEAN NOT NULL,
    cost             BIGINT NOT NULL,
    funding          TEXT NOT NULL CONSTRAINT staffing_record_funding CHECK (funding IN ('own', 'aldreomsorgslyftet', 'specialist', 'esf', 'other')),
    funding_word     TEXT NOT NULL,
    area             TEXT NOT NULL,
    form             TEXT NOT NULL,
    revision         BIGINT NOT NULL,
    made_by          TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL,
    changed_by       TEXT NOT NULL,
    changed_at       TIMESTAMP NOT NULL,
    removed_by       TEXT NOT NULL
);
CREATE INDEX staffing_record_unit ON staffing_record (unit_id, from_day);
CREATE INDEX staffing_record_person ON staffing_record (person_id, same);
CREATE INDEX staffing_record_booking ON staffing_record (booking_id) WHERE booking_id <> '';
CREATE INDEX staffing_record_grant ON staffing_record (municipality_id, funding, from_day);
