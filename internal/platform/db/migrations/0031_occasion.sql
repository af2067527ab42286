-- +goose Up

-- occasion: dated runs of courses. A session's day and times are as the clock on the wall in Sweden says,
-- so that summer time moves none. uid is the calendar's name of it for life, sequence counts what calendars
-- must be told. first_day and last_day follow the sessions. revision guards against two who change it at once.
CREATE TABLE occasion (
    id            TEXT PRIMARY KEY,
    course_id     TEXT NOT NULL REFERENCES course (id),
    organiser_id  TEXT NOT NULL REFERENCES node (id),
    outside       TEXT NOT NULL,
    place_form    TEXT NOT NULL CONSTRAINT occasion_place_form CHECK (place_form IN ('place', 'online', 'workplace')),
    town          TEXT NOT NULL,
    place         TEXT NOT NULL,
    address       TEXT NOT NULL,
    room          TEXT NOT NULL,
    access_notes  TEXT NOT NULL,
    link          TEXT NOT NULL,
    language      TEXT NOT NULL,
    seats         BIGINT NOT NULL,
    min_seats     BIGINT NOT NULL,
    cut_off       TEXT NOT NULL,
    fee           BIGINT NOT NULL,
    terms         TEXT NOT NULL,
    note          TEXT NOT NULL,
    state         TEXT NOT NULL CONSTRAINT occasion_state CHECK (state IN ('draft', 'open', 'cancelled', 'done')),
    decided       TEXT NOT NULL CONSTRAINT occasion_decided CHECK (decided IN ('', 'go', 'no_go')),
    first_day     TEXT NOT NULL,
    last_day      TEXT NOT NULL,
    uid           TEXT NOT NULL,
    sequence      BIGINT NOT NULL,
    series_id     TEXT NOT NULL,
    revision      BIGINT NOT NULL,
    made_by       TEXT NOT NULL,
    made_at       TIMESTAMP NOT NULL,
    changed_by    TEXT NOT NULL,
    changed_at    TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX occasion_uid ON occasion (uid);
CREATE INDEX occasion_course ON occasion (course_id, first_day);
CREATE INDEX occasion_day ON occasion (first_day, id);
CREATE INDEX occasion_series ON occasion (series_id) WHERE series_id <> '';
-- Whose it is: one or several RSS, a municipality, an employer, the nation. The organiser is always among them.
CREATE TABLE occasion_owner (
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    node_id      TEXT NOT NULL REFERENCES node (id),
    PRIMARY KEY (occasion_id, node_id)
);
CREATE INDEX occasion_owner_node ON occasion_owner (node_id, occasion_id);
CREATE TABLE occasion_session (
    id           TEXT PRIMARY KEY,
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    number       BIGINT NOT NULL,
    length       TEXT NOT NULL CONSTRAINT occasion_session_length CHECK (length IN ('whole', 'half', 'short')),
    on_day       TEXT NOT NULL,
    begins       TEXT NOT NULL,
    ends         TEXT NOT NULL
);
CREATE UNIQUE INDEX occasion_session_number ON occasion_session (occasion_id, number);
CREATE INDEX occasion_session_day ON occasion_session (on_day);
-- What a session is made of, in order: lecture, dialogue, practice or a break, with material to read or download.
CREATE TABLE session_part (
    session_id  TEXT NOT NULL REFERENCES occasion_session (id),
    number      BIGINT NOT NULL,
    kind        TEXT NOT NULL CONSTRAINT session_part_kind CHECK (kind IN ('lecture', 'dialogue', 'practice', 'break')),
    title       TEXT NOT NULL,
    minutes     BIGINT NOT NULL,
    material    TEXT NOT NULL,
    link        TEXT NOT NULL,
    blob        TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    PRIMARY KEY (session_id, number)
);
-- Who may lead course days. person_id is '' for somebody without an account; name is then by hand.
CREATE TABLE trainer (
    id         TEXT PRIMARY KEY,
    person_id  TEXT NOT NULL,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    works_at   TEXT NOT NULL,
    field      TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX trainer_person ON trainer (person_id) WHERE person_id <> '';
-- Which courses a trainer is approved for and by whom (rule 32): an RSS for its own courses and course days
-- (course_id '': all that it arranges), whoever produces a journey for all of that journey.
CREATE TABLE trainer_approval (
    id          TEXT PRIMARY KEY,
    trainer_id  TEXT NOT NULL REFERENCES trainer (id),
    node_id     TEXT NOT NULL REFERENCES node (id),
    journey_id  TEXT NOT NULL,
    course_id   TEXT NOT NULL,
    from_day    TEXT NOT NULL,
    until_day   TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    ended_by    TEXT NOT NULL
);
CREATE INDEX trainer_approval_trainer ON trainer_approval (trainer_id);
CREATE INDEX trainer_approval_node ON trainer_approval (node_id);
CREATE TABLE session_trainer (
    session_id  TEXT NOT NULL REFERENCES occasion_session (id),
    trainer_id  TEXT NOT NULL REFERENCES trainer (id),
    PRIMARY KEY (session_id, trainer_id)
);
CREATE INDEX session_trainer_trainer ON session_trainer (trainer_id);
-- What has been changed since it was opened, and why: what people were told.
CREATE TABLE occasion_change (
    id           TEXT PRIMARY KEY,
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    what         TEXT NOT NULL,
    body         TEXT NOT NULL,
    why          TEXT NOT NULL,
    by_id        TEXT NOT NULL,
    at           TIMESTAMP NOT NULL
);
CREATE INDEX occasion_change_occasion ON occasion_change (occasion_id, at);
-- Secret addresses of calendars: a person's own, or a place's. The address is shown once; only its hash is kept.
CREATE TABLE calendar_feed (
    token_hash  TEXT PRIMARY KEY,
    person_id   TEXT NOT NULL,
    node_id     TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    read_on     TEXT NOT NULL
);
CREATE INDEX calendar_feed_whose ON calendar_feed (person_id, node_id);
