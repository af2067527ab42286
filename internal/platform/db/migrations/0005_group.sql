-- +goose Up

-- journey: a course that whoever leads a person has put in the person's journey (R133). It reaches
-- the rules as one more reason; what the layers decide stays as it is. due '' = no date.
CREATE TABLE assignment (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES person (id),
    node_id      TEXT NOT NULL REFERENCES node (id),
    employer_id  TEXT NOT NULL,
    course_id    TEXT NOT NULL,
    due          TEXT NOT NULL,
    note         TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    made_on      TEXT NOT NULL,
    ended_on     TEXT NOT NULL,
    ended_by     TEXT NOT NULL
);
CREATE UNIQUE INDEX assignment_open ON assignment (person_id, employer_id, course_id) WHERE ended_on = '9999-12-31';
CREATE INDEX assignment_person ON assignment (person_id);

-- group: whom a leader has reminded of what, so that the same thing is not asked for every day.
CREATE TABLE reminder (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES person (id),
    employer_id  TEXT NOT NULL,
    item         TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_on      TEXT NOT NULL
);
CREATE UNIQUE INDEX reminder_once ON reminder (person_id, employer_id, item, made_on);
