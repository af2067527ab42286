-- +goose Up

-- demand: somebody says to be interested in a course's days: when, which weekdays and which half of the day suit.
-- period is a half-year, '2027-1', or '' as soon as may be; weekdays are digits, Monday 1, '' = any.
CREATE TABLE interest (
    id               TEXT PRIMARY KEY,
    person_id        TEXT NOT NULL,
    course_id        TEXT NOT NULL REFERENCES course (id),
    employer_id      TEXT NOT NULL,
    municipality_id  TEXT NOT NULL,
    unit_id          TEXT NOT NULL,
    period           TEXT NOT NULL,
    weekdays         TEXT NOT NULL,
    hours            TEXT NOT NULL CONSTRAINT interest_hours CHECK (hours IN ('', 'morning', 'afternoon')),
    made_at          TIMESTAMP NOT NULL,
    changed_at       TIMESTAMP NOT NULL,
    withdrawn_at     TIMESTAMP
);
CREATE UNIQUE INDEX interest_live ON interest (person_id, course_id) WHERE withdrawn_at IS NULL;
CREATE INDEX interest_person ON interest (person_id);
CREATE INDEX interest_employer ON interest (employer_id, course_id) WHERE withdrawn_at IS NULL;
CREATE INDEX interest_municipality ON interest (municipality_id, course_id) WHERE withdrawn_at IS NULL;
-- How many a municipality says that it wants to send to a course in a half-year, or a unit says to its municipality.
-- A row is never edited: a new one takes its place. Only the municipality's own is read by its RSS (rule 24).
CREATE TABLE stated_need (
    id               TEXT PRIMARY KEY,
    node_id          TEXT NOT NULL REFERENCES node (id),
    employer_id      TEXT NOT NULL,
    municipality_id  TEXT NOT NULL,
    course_id        TEXT NOT NULL REFERENCES course (id),
    period           TEXT NOT NULL,
    people           BIGINT NOT NULL CONSTRAINT stated_need_people CHECK (people >= 0),
    note             TEXT NOT NULL,
    revision         BIGINT NOT NULL,
    made_by          TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL,
    latest           BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX stated_need_latest ON stated_need (node_id, course_id, period) WHERE latest;
CREATE INDEX stated_need_municipality ON stated_need (municipality_id, course_id) WHERE latest;
CREATE INDEX stated_need_employer ON stated_need (employer_id) WHERE latest;
-- Who needs a course because what was learnt runs out, or because the work is new and the journey has the course.
-- Kept for speed, municipality by municipality, and can be computed again.
CREATE TABLE course_need (
    person_id        TEXT NOT NULL,
    course_id        TEXT NOT NULL,
    reason           TEXT NOT NULL CONSTRAINT course_need_reason CHECK (reason IN ('expiring', 'hired')),
    employer_id      TEXT NOT NULL,
    municipality_id  TEXT NOT NULL,
    PRIMARY KEY (person_id, course_id, reason)
);
CREATE INDEX course_need_municipality ON course_need (municipality_id, course_id);
-- When each municipality's were computed, as of which day.
CREATE TABLE course_need_pass (
    municipality_id  TEXT PRIMARY KEY,
    on_day           TEXT NOT NULL,
    ended_at         TIMESTAMP NOT NULL
);
