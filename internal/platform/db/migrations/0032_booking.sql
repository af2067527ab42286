-- +goose Up

-- booking: how many of an occasion's seats a municipality (or another employer) has for itself. What is not
-- used of it on released_on ('' = never) goes to the common pool. The pool is what no quota has.
CREATE TABLE quota (
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    node_id      TEXT NOT NULL REFERENCES node (id),
    seats        BIGINT NOT NULL CONSTRAINT quota_seats CHECK (seats >= 0),
    released_on  TEXT NOT NULL,
    basis        TEXT NOT NULL CONSTRAINT quota_basis CHECK (basis IN ('hand', 'people', 'need')),
    PRIMARY KEY (occasion_id, node_id)
);
CREATE INDEX quota_node ON quota (node_id);
CREATE INDEX quota_released ON quota (released_on) WHERE released_on <> '';
-- Seats set, moved and given back, and why.
CREATE TABLE quota_change (
    id           TEXT PRIMARY KEY,
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    what         TEXT NOT NULL,
    from_id      TEXT NOT NULL,
    to_id        TEXT NOT NULL,
    seats        BIGINT NOT NULL,
    why          TEXT NOT NULL,
    by_id        TEXT NOT NULL,
    at           TIMESTAMP NOT NULL
);
CREATE INDEX quota_change_occasion ON quota_change (occasion_id, at);
-- How an occasion's reserve list works; without a row: queue time, offers of 48 hours.
CREATE TABLE seat_rule (
    occasion_id  TEXT PRIMARY KEY REFERENCES occasion (id),
    queue        TEXT NOT NULL CONSTRAINT seat_rule_queue CHECK (queue IN ('time', 'need', 'lottery')),
    offer_hours  BIGINT NOT NULL,
    drawn_at     TIMESTAMP
);
-- How an employer wants it: whether its people need their manager's yes, and who names people for the seats.
-- Without a row: the manager says yes and names.
CREATE TABLE booking_choice (
    employer_id  TEXT PRIMARY KEY REFERENCES node (id),
    approval     BOOLEAN NOT NULL,
    names        TEXT NOT NULL CONSTRAINT booking_choice_names CHECK (names IN ('manager', 'contact')),
    changed_by   TEXT NOT NULL,
    changed_at   TIMESTAMP NOT NULL
);
-- Somebody without an account here, whom an organisation has booked (rule 33).
CREATE TABLE guest (
    id            TEXT PRIMARY KEY,
    organisation  TEXT NOT NULL,
    name          TEXT NOT NULL,
    email         TEXT NOT NULL,
    mobile        TEXT NOT NULL,
    part          TEXT NOT NULL CONSTRAINT guest_part CHECK (part IN ('participant', 'assessor')),
    made_by       TEXT NOT NULL,
    made_at       TIMESTAMP NOT NULL
);
-- A place at an occasion, or the wish for one. Of a person: the employer whose matter it is, the municipality
-- and unit at the time. takes is what it holds: '' nothing, a node's quota, or 'pool'. rank is a place given by
-- hand within the queue of its own place (0: by rule), common_rank one in the common queue, lot a drawn number.
-- Of an assessor who is a guest takes stays '': assessors take no participant's seat.
CREATE TABLE booking (
    id               TEXT PRIMARY KEY,
    occasion_id      TEXT NOT NULL REFERENCES occasion (id),
    person_id        TEXT NOT NULL,
    guest_id         TEXT NOT NULL,
    employer_id      TEXT NOT NULL,
    municipality_id  TEXT NOT NULL,
    unit_id          TEXT NOT NULL,
    state            TEXT NOT NULL CONSTRAINT booking_state CHECK (state IN ('asked', 'approved', 'declined', 'waiting', 'offered', 'booked',
                         'cancelled', 'attended', 'part', 'absent', 'excused', 'substituted')),
    takes            TEXT NOT NULL,
    queued_at        TIMESTAMP,
    need             BIGINT NOT NULL,
    rank             BIGINT NOT NULL,
    common_rank      BIGINT NOT NULL,
    lot              BIGINT NOT NULL,
    offered_until    TIMESTAMP,
    note             TEXT NOT NULL,
    replaces         TEXT NOT NULL,
    revision         BIGINT NOT NULL,
    made_by          TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL,
    changed_at       TIMESTAMP NOT NULL,
    CONSTRAINT booking_takes CHECK (takes = '' OR state IN ('offered', 'booked', 'attended', 'part', 'absent', 'excused'))
);
-- A person has one at a time of an occasion. Who was excused before the day has given the seat up, and may ask again.
CREATE UNIQUE INDEX booking_live ON booking (occasion_id, person_id)
    WHERE person_id <> '' AND state NOT IN ('declined', 'cancelled', 'substituted') AND NOT (state = 'excused' AND takes = '');
CREATE INDEX booking_occasion ON booking (occasion_id, state);
CREATE INDEX booking_person ON booking (person_id) WHERE person_id <> '';
CREATE INDEX booking_unit ON booking (unit_id, state);
CREATE INDEX booking_municipality ON booking (municipality_id, occasion_id);
CREATE INDEX booking_guest ON booking (guest_id) WHERE guest_id <> '';
CREATE INDEX booking_waiting ON booking (occasion_id) WHERE state = 'waiting';
CREATE INDEX booking_offered ON booking (offered_until) WHERE state = 'offered';
-- The history of a booking; never edited.
CREATE TABLE booking_event (
    id          TEXT PRIMARY KEY,
    booking_id  TEXT NOT NULL REFERENCES booking (id),
    what        TEXT NOT NULL,
    from_state  TEXT NOT NULL,
    to_state    TEXT NOT NULL,
    why         TEXT NOT NULL,
    by_id       TEXT NOT NULL,
    at          TIMESTAMP NOT NULL
);
CREATE INDEX booking_event_booking ON booking_event (booking_id, at);
