-- +goose Up

-- attendance: what happens on a course day. What somebody wants the day to take up, and the diet and access
-- needs, which only the organiser reads (rule 31). The row is deleted when the day is over.
CREATE TABLE day_need (
    booking_id   TEXT PRIMARY KEY,
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    able         TEXT NOT NULL,
    hard         TEXT NOT NULL,
    tried        TEXT NOT NULL,
    named        BOOLEAN NOT NULL,
    diet         TEXT NOT NULL,
    access       TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL
);
CREATE INDEX day_need_occasion ON day_need (occasion_id);
CREATE INDEX day_need_person ON day_need (person_id);
-- What was noted of somebody at a session, never edited: the newest by marked_at holds. id is made where the
-- mark is made, so that what is sent twice is one mark. at_time is the clock on the wall of who came late or
-- left early. received_at is later than marked_at when there was no network. Of a guest person_id is ''.
CREATE TABLE day_mark (
    id           TEXT PRIMARY KEY,
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    session_id   TEXT NOT NULL,
    booking_id   TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    what         TEXT NOT NULL CONSTRAINT day_mark_what CHECK (what IN ('here', 'late', 'left', 'absent', 'excused', 'none')),
    at_time      TEXT NOT NULL,
    how          TEXT NOT NULL CONSTRAINT day_mark_how CHECK (how IN ('list', 'qr', 'pin', 'code')),
    why          TEXT NOT NULL,
    by_id        TEXT NOT NULL,
    marked_at    TIMESTAMP NOT NULL,
    received_at  TIMESTAMP NOT NULL
);
CREATE INDEX day_mark_occasion ON day_mark (occasion_id, booking_id);
CREATE INDEX day_mark_person ON day_mark (person_id) WHERE person_id <> '';
-- What the codes to check in at a session are made of, together with the keys; a new row's nonce ends the old codes.
CREATE TABLE day_code (
    session_id   TEXT PRIMARY KEY,
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    on_day       TEXT NOT NULL,
    nonce        TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL
);
CREATE INDEX day_code_day ON day_code (on_day);
-- Days that somebody has closed: from then on a mark changes nothing by itself, and each change has a reason.
CREATE TABLE day_close (
    occasion_id  TEXT PRIMARY KEY REFERENCES occasion (id),
    closed_by    TEXT NOT NULL,
    closed_at    TIMESTAMP NOT NULL
);
-- What came of it for each: derived from the marks when the day is closed or a mark is corrected. enough and why are
-- decided by the organiser. settled: the booking and the learning record say the same.
CREATE TABLE day_outcome (
    booking_id   TEXT PRIMARY KEY,
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    outcome      TEXT NOT NULL CONSTRAINT day_outcome_kind CHECK (outcome IN ('attended', 'part', 'absent', 'excused')),
    minutes      BIGINT NOT NULL,
    of_minutes   BIGINT NOT NULL,
    enough       BOOLEAN NOT NULL,
    why          TEXT NOT NULL,
    decided_by   TEXT NOT NULL,
    settled      BOOLEAN NOT NULL,
    revision     BIGINT NOT NULL,
    changed_at   TIMESTAMP NOT NULL
);
CREATE INDEX day_outcome_occasion ON day_outcome (occasion_id, settled);
CREATE INDEX day_outcome_person ON day_outcome (person_id) WHERE person_id <> '';
-- On which days somebody has looked at the list of an occasion: those on it are told once a day, not at every mark.
CREATE TABLE day_look (
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    viewer_id    TEXT NOT NULL,
    on_day       TEXT NOT NULL,
    PRIMARY KEY (occasion_id, viewer_id, on_day)
);
