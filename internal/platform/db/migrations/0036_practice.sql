-- +goose Up

-- practice: skills that are trained and signed off. A place's stations to begin from; steps is JSON, in their order:
-- what is done, and whether it is critical.
CREATE TABLE station_template (
    id        TEXT PRIMARY KEY,
    owner_id  TEXT NOT NULL REFERENCES node (id),
    name      TEXT NOT NULL,
    skill     TEXT NOT NULL,
    steps     TEXT NOT NULL,
    weeks     BIGINT NOT NULL,
    retired   BOOLEAN NOT NULL,
    made_by   TEXT NOT NULL,
    made_at   TIMESTAMP NOT NULL
);
CREATE INDEX station_template_owner ON station_template (owner_id, name);
-- A station of an occasion (R270). weeks: when the workplace looks whether the skill is kept; 0 = never. required: the
-- course is not done before the skill is signed off. A station that has tries is ended, never deleted.
CREATE TABLE station (
    id           TEXT PRIMARY KEY,
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    course_id    TEXT NOT NULL,
    name         TEXT NOT NULL,
    skill        TEXT NOT NULL,
    steps        TEXT NOT NULL,
    weeks        BIGINT NOT NULL,
    required     BOOLEAN NOT NULL,
    ended        BOOLEAN NOT NULL,
    revision     BIGINT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL
);
CREATE INDEX station_occasion ON station (occasion_id);
CREATE INDEX station_course ON station (course_id);
-- Who may sign off at an occasion beside who leads it, named by the organiser.
CREATE TABLE station_assessor (
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    person_id    TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    PRIMARY KEY (occasion_id, person_id)
);
CREATE INDEX station_assessor_person ON station_assessor (person_id);
-- Each try is a row, never edited; the latest holds. id is made where the form is shown, so that what is sent twice is
-- one try. kind: day (at the station) or later (at the workplace, R275). ticked is JSON: numbers of steps from 0.
-- Of a guest person_id is ''. assessor is the booking of a guest who assessed (rule 33); '' = by_id did.
CREATE TABLE skill_try (
    id           TEXT PRIMARY KEY,
    station_id   TEXT NOT NULL REFERENCES station (id),
    booking_id   TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    kind         TEXT NOT NULL CONSTRAINT skill_try_kind CHECK (kind IN ('day', 'later')),
    passed       BOOLEAN NOT NULL,
    ticked       TEXT NOT NULL,
    note         TEXT NOT NULL,
    assessor     TEXT NOT NULL,
    by_id        TEXT NOT NULL,
    tried_on     TEXT NOT NULL,
    tried_at     TIMESTAMP NOT NULL
);
CREATE INDEX skill_try_station ON skill_try (station_id, kind);
CREATE INDEX skill_try_booking ON skill_try (booking_id);
CREATE INDEX skill_try_person ON skill_try (person_id) WHERE person_id <> '';
-- When the workplace looks next whether somebody keeps a skill. due_on moves on after a try that was not enough;
-- the row ends when the skill is kept.
CREATE TABLE skill_due (
    station_id   TEXT NOT NULL REFERENCES station (id),
    booking_id   TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    due_on       TEXT NOT NULL,
    told_for     TEXT NOT NULL,
    PRIMARY KEY (station_id, booking_id)
);
CREATE INDEX skill_due_person ON skill_due (person_id);
CREATE INDEX skill_due_day ON skill_due (due_on);
-- What units ask to be trained in that no course gives, such as care at a rare diagnosis (R277).
CREATE TABLE skill_request (
    id               TEXT PRIMARY KEY,
    unit_id          TEXT NOT NULL REFERENCES node (id),
    employer_id      TEXT NOT NULL REFERENCES node (id),
    municipality_id  TEXT NOT NULL REFERENCES node (id),
    rss_id           TEXT NOT NULL REFERENCES node (id),
    need             TEXT NOT NULL,
    people           BIGINT NOT NULL,
    by_day           TEXT NOT NULL,
    state            TEXT NOT NULL CONSTRAINT skill_request_state CHECK (state IN ('asked', 'assigned', 'answered', 'done', 'declined')),
    trainer_id       TEXT NOT NULL,
    occasion_id      TEXT NOT NULL,
    revision         BIGINT NOT NULL,
    made_by          TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL,
    changed_at       TIMESTAMP NOT NULL
);
CREATE INDEX skill_request_rss ON skill_request (rss_id, state);
CREATE INDEX skill_request_unit ON skill_request (unit_id, made_at);
CREATE INDEX skill_request_trainer ON skill_request (trainer_id) WHERE trainer_id <> '';
CREATE TABLE skill_request_event (
    id          TEXT PRIMARY KEY,
    request_id  TEXT NOT NULL REFERENCES skill_request (id),
    what        TEXT NOT NULL,
    on_day      TEXT NOT NULL,
    note        TEXT NOT NULL,
    by_id       TEXT NOT NULL,
    at          TIMESTAMP NOT NULL
);
CREATE INDEX skill_request_event_request ON skill_request_event (request_id, at);
-- A training that is tried out before it is for all: its five parts, phase by phase, for so many at most (R272, R276).
CREATE TABLE pilot (
    id          TEXT PRIMARY KEY,
    owner_id    TEXT NOT NULL REFERENCES node (id),
    name        TEXT NOT NULL,
    needs       TEXT NOT NULL,
    goals       TEXT NOT NULL,
    way         TEXT NOT NULL,
    plan        TEXT NOT NULL,
    follow      TEXT NOT NULL,
    phase       TEXT NOT NULL CONSTRAINT pilot_phase CHECK (phase IN ('prepare', 'try', 'learn', 'spread')),
    round       BIGINT NOT NULL,
    cap         BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    changed_by  TEXT NOT NULL,
    changed_at  TIMESTAMP NOT NULL
);
CREATE INDEX pilot_owner ON pilot (owner_id, name);
CREATE TABLE pilot_decision (
    id          TEXT PRIMARY KEY,
    pilot_id    TEXT NOT NULL REFERENCES pilot (id),
    from_phase  TEXT NOT NULL,
    to_phase    TEXT NOT NULL,
    round       BIGINT NOT NULL,
    note        TEXT NOT NULL,
    by_id       TEXT NOT NULL,
    at          TIMESTAMP NOT NULL
);
CREATE INDEX pilot_decision_pilot ON pilot_decision (pilot_id, at);
CREATE TABLE pilot_occasion (
    occasion_id  TEXT PRIMARY KEY REFERENCES occasion (id),
    pilot_id     TEXT NOT NULL REFERENCES pilot (id),
    round        BIGINT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL
);
CREATE INDEX pilot_occasion_pilot ON pilot_occasion (pilot_id);
-- What was learnt at an occasion, and what is changed to the next round (R273).
CREATE TABLE pilot_lesson (
    id           TEXT PRIMARY KEY,
    pilot_id     TEXT NOT NULL REFERENCES pilot (id),
    occasion_id  TEXT NOT NULL,
    round        BIGINT NOT NULL,
    lesson       TEXT NOT NULL,
    changes      TEXT NOT NULL,
    by_id        TEXT NOT NULL,
    at           TIMESTAMP NOT NULL
);
CREATE INDEX pilot_lesson_pilot ON pilot_lesson (pilot_id, at);
-- A network that anybody in its RSS may join (R274).
CREATE TABLE network (
    id        TEXT PRIMARY KEY,
    owner_id  TEXT NOT NULL REFERENCES node (id),
    name      TEXT NOT NULL,
    about     TEXT NOT NULL,
    ended     BOOLEAN NOT NULL,
    revision  BIGINT NOT NULL,
    made_by   TEXT NOT NULL,
    made_at   TIMESTAMP NOT NULL
);
CREATE INDEX network_owner ON network (owner_id, name);
CREATE TABLE network_meeting (
    id          TEXT PRIMARY KEY,
    network_id  TEXT NOT NULL REFERENCES network (id),
    on_day      TEXT NOT NULL,
    begins      TEXT NOT NULL,
    ends        TEXT NOT NULL,
    place       TEXT NOT NULL,
    link        TEXT NOT NULL,
    note        TEXT NOT NULL,
    revision    BIGINT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL
);
CREATE INDEX network_meeting_network ON network_meeting (network_id, on_day);
CREATE TABLE network_member (
    network_id   TEXT NOT NULL REFERENCES network (id),
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    unit_id      TEXT NOT NULL,
    joined_at    TIMESTAMP NOT NULL,
    PRIMARY KEY (network_id, person_id)
);
CREATE INDEX network_member_person ON network_member (person_id);
CREATE TABLE network_tick (
    meeting_id  TEXT NOT NULL REFERENCES network_meeting (id),
    person_id   TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    PRIMARY KEY (meeting_id, person_id)
);
CREATE INDEX network_tick_person ON network_tick (person_id);
