-- +goose Up

-- certification: what units must fulfil to be certified, in versions that never change; body is JSON. The version with the
-- latest valid_from that has come is in force, of two from the same day the later number. ended_on: no unit joins any more.
CREATE TABLE scheme (
    id        TEXT PRIMARY KEY,
    owner_id  TEXT NOT NULL REFERENCES node (id),
    title     TEXT NOT NULL,
    newest    BIGINT NOT NULL,
    ended_on  TEXT NOT NULL,
    ended_by  TEXT NOT NULL,
    made_by   TEXT NOT NULL,
    made_at   TIMESTAMP NOT NULL
);
CREATE INDEX scheme_owner ON scheme (owner_id);
CREATE TABLE scheme_version (
    scheme_id   TEXT NOT NULL REFERENCES scheme (id),
    number      BIGINT NOT NULL,
    valid_from  TEXT NOT NULL,
    body        TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    PRIMARY KEY (scheme_id, number)
);
-- The courses that some version of a scheme asks for.
CREATE TABLE scheme_course (
    scheme_id  TEXT NOT NULL REFERENCES scheme (id),
    course_id  TEXT NOT NULL,
    PRIMARY KEY (scheme_id, course_id)
);
CREATE INDEX scheme_course_course ON scheme_course (course_id);
-- A unit's way through a scheme. joined_on '' = proposed by its manager; left_on 9999-12-31 = it goes on. hidden: the unit
-- is on no public list, such as a protected home.
CREATE TABLE unit_programme (
    id           TEXT PRIMARY KEY,
    scheme_id    TEXT NOT NULL REFERENCES scheme (id),
    unit_id      TEXT NOT NULL REFERENCES node (id),
    employer_id  TEXT NOT NULL REFERENCES node (id),
    joined_on    TEXT NOT NULL,
    left_on      TEXT NOT NULL,
    leader_id    TEXT NOT NULL,
    hidden       BOOLEAN NOT NULL,
    revision     BIGINT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX unit_programme_open ON unit_programme (unit_id, scheme_id) WHERE left_on = '9999-12-31';
CREATE INDEX unit_programme_scheme ON unit_programme (scheme_id);
CREATE INDEX unit_programme_employer ON unit_programme (employer_id);
CREATE INDEX unit_programme_leader ON unit_programme (leader_id) WHERE leader_id <> '';
-- Units that a programme has come from when units were merged: until the day, the people of that unit counted.
CREATE TABLE unit_before (
    programme_id  TEXT NOT NULL REFERENCES unit_programme (id),
    unit_id       TEXT NOT NULL,
    until_day     TEXT NOT NULL,
    PRIMARY KEY (programme_id, until_day, unit_id)
);
-- What happened to a unit's programme: appended, never edited. on_day is the day it was noted; held_on is when a step was
-- held, for people to read.
CREATE TABLE unit_event (
    id            TEXT PRIMARY KEY,
    programme_id  TEXT NOT NULL REFERENCES unit_programme (id),
    kind          TEXT NOT NULL,
    step          TEXT NOT NULL,
    on_day        TEXT NOT NULL,
    held_on       TEXT NOT NULL,
    note          TEXT NOT NULL,
    by_rule       BOOLEAN NOT NULL,
    by_id         TEXT NOT NULL,
    at            TIMESTAMP NOT NULL
);
CREATE INDEX unit_event_programme ON unit_event (programme_id, on_day, at);
-- What an assessor said of somebody's individual task (R186). The latest that has not been taken back holds.
CREATE TABLE unit_task (
    id            TEXT PRIMARY KEY,
    programme_id  TEXT NOT NULL REFERENCES unit_programme (id),
    person_id     TEXT NOT NULL,
    employer_id   TEXT NOT NULL,
    requirement   TEXT NOT NULL,
    passed        BOOLEAN NOT NULL,
    comment       TEXT NOT NULL,
    on_day        TEXT NOT NULL,
    by_id         TEXT NOT NULL,
    at            TIMESTAMP NOT NULL,
    ended_on      TEXT NOT NULL,
    ended_by      TEXT NOT NULL,
    ended_why     TEXT NOT NULL
);
CREATE INDEX unit_task_programme ON unit_task (programme_id, person_id);
CREATE INDEX unit_task_person ON unit_task (person_id);
-- How each unit stands, kept from facts and changes. All of it can be computed again; nothing hangs on it. next_on: the
-- next day on which time alone may change it, '' = none.
CREATE TABLE unit_state (
    programme_id   TEXT PRIMARY KEY,
    unit_id        TEXT NOT NULL,
    employer_id    TEXT NOT NULL,
    scheme_id      TEXT NOT NULL,
    state          TEXT NOT NULL,
    since          TEXT NOT NULL,
    certified_on   TEXT NOT NULL,
    valid_until    TEXT NOT NULL,
    round          BIGINT NOT NULL,
    counted        BIGINT NOT NULL,
    met            BIGINT NOT NULL,
    waiting        BIGINT NOT NULL,
    ready          BOOLEAN NOT NULL,
    asked          BOOLEAN NOT NULL,
    computed_for   TEXT NOT NULL,
    next_on        TEXT NOT NULL
);
CREATE INDEX unit_state_unit ON unit_state (unit_id);
CREATE INDEX unit_state_employer ON unit_state (employer_id, state);
CREATE INDEX unit_state_next ON unit_state (next_on);
CREATE INDEX unit_state_valid ON unit_state (valid_until);
-- Which units are to be computed again. The mark is another each time.
CREATE TABLE unit_due (
    unit_id  TEXT PRIMARY KEY,
    mark     TEXT NOT NULL
);
