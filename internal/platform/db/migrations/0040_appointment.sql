-- +goose Up

-- A role at an employer counts while its holder works there; one that another employer has lent somebody for, while the
-- person works at the lender ('' nobody lends).
ALTER TABLE role_grant ADD COLUMN lent_by TEXT NOT NULL DEFAULT '';
-- Whom a network is above all for: the holders of an appointment ('' everybody; R264).
ALTER TABLE network ADD COLUMN audience TEXT NOT NULL DEFAULT '';

-- That somebody leads workplace learning, or is kompetensombud, språkombud or yrkesambassadör (R140, R258, R264, R267).
CREATE TABLE appointment (
    id            TEXT PRIMARY KEY,
    kind          TEXT NOT NULL,
    person_id     TEXT NOT NULL,
    employer_id   TEXT NOT NULL REFERENCES node (id), -- whose the places are
    home_id       TEXT NOT NULL REFERENCES node (id), -- where the person is employed; another employer lends
    valid_from    TEXT NOT NULL,
    valid_until   TEXT NOT NULL,
    task          TEXT NOT NULL,
    state         TEXT NOT NULL,
    away_since    TEXT NOT NULL, -- since when the person no longer works at home; '' works there
    revision      BIGINT NOT NULL,
    made_by       TEXT NOT NULL,
    made_at       TIMESTAMP NOT NULL
);
CREATE INDEX appointment_person ON appointment (person_id);
CREATE INDEX appointment_employer ON appointment (employer_id, kind);
CREATE INDEX appointment_home ON appointment (home_id, state);
CREATE TABLE appointment_place (
    appointment_id  TEXT NOT NULL REFERENCES appointment (id),
    node_id         TEXT NOT NULL REFERENCES node (id),
    PRIMARY KEY (appointment_id, node_id)
);
CREATE INDEX appointment_place_node ON appointment_place (node_id);
-- The days that it has held and is to hold at a place: what certification reads, at any date.
CREATE TABLE appointment_span (
    id              TEXT PRIMARY KEY,
    appointment_id  TEXT NOT NULL REFERENCES appointment (id),
    node_id         TEXT NOT NULL REFERENCES node (id),
    kind            TEXT NOT NULL,
    valid_from      TEXT NOT NULL,
    valid_until     TEXT NOT NULL,
    grant_id        TEXT NOT NULL -- the role that it gives there; '' none
);
CREATE INDEX appointment_span_node ON appointment_span (node_id, kind);
CREATE INDEX appointment_span_appointment ON appointment_span (appointment_id);
-- Who has said yes or no to lending somebody: the person, and the manager at home.
CREATE TABLE appointment_answer (
    appointment_id  TEXT NOT NULL REFERENCES appointment (id),
    side            TEXT NOT NULL,
    yes             BOOLEAN NOT NULL,
    by_id           TEXT NOT NULL,
    at              TIMESTAMP NOT NULL,
    PRIMARY KEY (appointment_id, side)
);
CREATE TABLE appointment_event (
    id              TEXT PRIMARY KEY,
    appointment_id  TEXT NOT NULL REFERENCES appointment (id),
    what            TEXT NOT NULL,
    note            TEXT NOT NULL,
    by_id           TEXT NOT NULL,
    at              TIMESTAMP NOT NULL
);
CREATE INDEX appointment_event_appointment ON appointment_event (appointment_id, at);
-- What an employer asks for of a kind: courses that are demanded or recommended, and whom schools write to.
CREATE TABLE appointment_setting (
    employer_id  TEXT NOT NULL REFERENCES node (id),
    kind         TEXT NOT NULL,
    demanded     BOOLEAN NOT NULL,
    courses      TEXT NOT NULL, -- JSON, ids
    contact      TEXT NOT NULL, -- an e-mail address
    revision     BIGINT NOT NULL,
    changed_by   TEXT NOT NULL,
    changed_at   TIMESTAMP NOT NULL,
    PRIMARY KEY (employer_id, kind)
);
-- How a holder wants to be reached by colleagues, and whether schools may read the name.
CREATE TABLE appointment_reach (
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    reach        TEXT NOT NULL,
    show_name    BOOLEAN NOT NULL,
    PRIMARY KEY (person_id, employer_id)
);
-- A school that wants a yrkesambassadör to come; forgotten after 90 days.
CREATE TABLE ambassador_request (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    school       TEXT NOT NULL,
    contact      TEXT NOT NULL,
    wish         TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL
);
CREATE INDEX ambassador_request_employer ON ambassador_request (employer_id, made_at);

-- Those who lead workplace learning already hold it by appointment from now on.
INSERT INTO appointment (id, kind, person_id, employer_id, home_id, valid_from, valid_until, task, state, away_since, revision, made_by, made_at)
SELECT g.id, 'leader', g.person_id, x.employer_id, x.employer_id, g.valid_from, g.valid_until, '', 'standing', '', 1, g.made_by,
       COALESCE((SELECT MIN(l.at) FROM role_log l WHERE l.grant_id = g.id), '2026-11-22 00:00:00')
FROM role_grant g
JOIN (
    SELECT h.id, (
        SELECT e.node_id
        FROM node_place p
        JOIN node_place e ON p.path = e.path OR (p.path >= e.path || '/' AND p.path < e.path || '0')
        JOIN node k ON k.id = e.node_id AND k.kind IN ('employer', 'municipality')
        WHERE p.node_id = h.node_id AND p.valid_from <= h.valid_from AND p.valid_until > h.valid_from
              AND e.valid_from <= h.valid_from AND e.valid_until > h.valid_from
        ORDER BY LENGTH(e.path) DESC
        LIMIT 1) AS employer_id
    FROM role_grant h
    WHERE h.role = 'leader' AND h.valid_until > h.valid_from) x ON x.id = g.id
WHERE x.employer_id IS NOT NULL;
INSERT INTO appointment_place (appointment_id, node_id)
SELECT a.id, g.node_id FROM appointment a JOIN role_grant g ON g.id = a.id;
INSERT INTO appointment_span (id, appointment_id, node_id, kind, valid_from, valid_until, grant_id)
SELECT a.id, a.id, g.node_id, 'leader', g.valid_from, g.valid_until, g.id FROM appointment a JOIN role_grant g ON g.id = a.id;
INSERT INTO appointment_event (id, appointment_id, what, note, by_id, at)
SELECT a.id, a.id, 'made', '', a.made_by, a.made_at FROM appointment a;
