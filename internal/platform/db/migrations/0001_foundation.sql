-- +goose Up

-- What this installation is: demo or not, the fingerprint of its keys, what is seeded.
CREATE TABLE setting (
    name   TEXT PRIMARY KEY,
    value  TEXT NOT NULL
);

-- org: the tree. A node is for ever; its name and place are valid from one day until another.
CREATE TABLE node (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL CONSTRAINT node_kind CHECK (kind IN ('nation', 'rss', 'municipality', 'employer', 'operation', 'unit', 'team')),
    code        TEXT NOT NULL,
    population  BIGINT NOT NULL,
    made_by     TEXT NOT NULL
);
CREATE TABLE node_place (
    id           TEXT PRIMARY KEY,
    node_id      TEXT NOT NULL REFERENCES node (id),
    parent_id    TEXT NOT NULL,
    path         TEXT NOT NULL,
    name         TEXT NOT NULL,
    label        TEXT NOT NULL,
    valid_from   TEXT NOT NULL,
    valid_until  TEXT NOT NULL
);
CREATE INDEX node_place_node ON node_place (node_id, valid_until);
CREATE INDEX node_place_path ON node_place (path, valid_until);
CREATE INDEX node_place_parent ON node_place (parent_id, valid_until);
-- The RSS of a municipality, by default (journey_id '') or for one journey (rule 2).
CREATE TABLE municipality_rss (
    municipality_id  TEXT NOT NULL REFERENCES node (id),
    journey_id       TEXT NOT NULL,
    rss_id           TEXT NOT NULL REFERENCES node (id),
    valid_from       TEXT NOT NULL,
    valid_until      TEXT NOT NULL,
    PRIMARY KEY (municipality_id, journey_id, valid_from)
);
-- Occupations, service areas and topic tags.
CREATE TABLE reference (
    kind      TEXT NOT NULL CONSTRAINT reference_kind CHECK (kind IN ('occupation', 'area', 'tag')),
    id        TEXT NOT NULL,
    name      TEXT NOT NULL,
    body      TEXT NOT NULL,
    position  BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
);

-- staff: a person is one across employers; what an employer knows of the person is that employer's.
CREATE TABLE person (
    id             TEXT PRIMARY KEY,
    identity_hash  TEXT,
    made_at        TIMESTAMP NOT NULL,
    made_by        TEXT NOT NULL
);
CREATE UNIQUE INDEX person_identity ON person (identity_hash);
CREATE TABLE employee (
    employer_id  TEXT NOT NULL REFERENCES node (id),
    person_id    TEXT NOT NULL REFERENCES person (id),
    first_name   TEXT NOT NULL,
    last_name    TEXT NOT NULL,
    sort_name    TEXT NOT NULL,
    email        TEXT NOT NULL,
    mobile       TEXT NOT NULL,
    protected    BOOLEAN NOT NULL,
    contact_code TEXT NOT NULL,
    PRIMARY KEY (employer_id, person_id)
);
CREATE INDEX employee_person ON employee (person_id);
CREATE INDEX employee_email ON employee (employer_id, email);
CREATE TABLE employment (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    match_key    TEXT NOT NULL,
    number       TEXT NOT NULL,
    person_id    TEXT NOT NULL REFERENCES person (id),
    made_by      TEXT NOT NULL
);
CREATE UNIQUE INDEX employment_key ON employment (employer_id, match_key);
CREATE INDEX employment_number ON employment (employer_id, number);
CREATE INDEX employment_person ON employment (person_id);
-- What was known of an employment from one day until another. start_date and end_date are the
-- employment's own days; valid_from and valid_until are ours. end_date '' = until further notice.
CREATE TABLE employment_period (
    id             TEXT PRIMARY KEY,
    employment_id  TEXT NOT NULL REFERENCES employment (id),
    employer_id    TEXT NOT NULL,
    person_id      TEXT NOT NULL,
    unit_id        TEXT NOT NULL,
    team_id        TEXT NOT NULL,
    title          TEXT NOT NULL,
    aid            TEXT NOT NULL,
    occupation     TEXT NOT NULL,
    area           TEXT NOT NULL,
    form           TEXT NOT NULL,
    extent         DOUBLE PRECISION NOT NULL,
    start_date     TEXT NOT NULL,
    end_date       TEXT NOT NULL,
    dormant        BOOLEAN NOT NULL,
    manager        TEXT NOT NULL,
    row_hash       TEXT NOT NULL,
    valid_from     TEXT NOT NULL,
    valid_until    TEXT NOT NULL,
    opened_by      TEXT NOT NULL,
    closed_by      TEXT NOT NULL
);
CREATE INDEX period_employment ON employment_period (employment_id, valid_until);
CREATE INDEX period_person ON employment_period (person_id, valid_until);
CREATE INDEX period_unit ON employment_period (unit_id, valid_until);
CREATE INDEX period_employer ON employment_period (employer_id, valid_until);
CREATE INDEX period_opened ON employment_period (opened_by);
CREATE INDEX period_closed ON employment_period (closed_by);
-- Units that someone serves besides the one that employs (rule 4).
CREATE TABLE serves (
    id             TEXT PRIMARY KEY,
    employment_id  TEXT NOT NULL REFERENCES employment (id),
    person_id      TEXT NOT NULL,
    unit_id        TEXT NOT NULL,
    valid_from     TEXT NOT NULL,
    valid_until    TEXT NOT NULL
);
CREATE INDEX serves_employment ON serves (employment_id);
CREATE INDEX serves_person ON serves (person_id, valid_until);
CREATE INDEX serves_unit ON serves (unit_id, valid_until);
CREATE TABLE leave (
    id         TEXT PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES person (id),
    from_date  TEXT NOT NULL,
    to_date    TEXT NOT NULL,
    made_by    TEXT NOT NULL
);
CREATE INDEX leave_person ON leave (person_id);
-- org: how titles map to national occupations; node_id 'se' holds the national rules.
CREATE TABLE title_rule (
    node_id     TEXT NOT NULL REFERENCES node (id),
    title       TEXT NOT NULL,
    occupation  TEXT NOT NULL,
    area        TEXT NOT NULL,
    PRIMARY KEY (node_id, title)
);
-- Imports of staff files. Rows are staged without identity numbers and go when the import is done.
CREATE TABLE staff_import (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    as_of        TEXT NOT NULL,
    state        TEXT NOT NULL CONSTRAINT staff_import_state CHECK (state IN ('staging', 'staged', 'committed', 'refused', 'undone')),
    options      TEXT NOT NULL,
    result       TEXT NOT NULL,
    committed_at TIMESTAMP
);
CREATE INDEX staff_import_employer ON staff_import (employer_id, made_at);
-- What an import will do, one row an employment; rows below 0 are of those who are absent from the
-- file. Every id is made beforehand, so that the commit is a few statements over sets.
CREATE TABLE staff_import_row (
    import_id      TEXT NOT NULL REFERENCES staff_import (id),
    row_number     BIGINT NOT NULL,
    employment_id  TEXT NOT NULL,
    person_id      TEXT NOT NULL,
    from_person    TEXT NOT NULL,
    match_key      TEXT NOT NULL,
    number         TEXT NOT NULL,
    makes_job      BOOLEAN NOT NULL,
    makes_person   BOOLEAN NOT NULL,
    sets_hash      BOOLEAN NOT NULL,
    identity_hash  TEXT NOT NULL,
    card           TEXT NOT NULL CONSTRAINT staff_import_row_card CHECK (card IN ('', 'write', 'remove')),
    first_name     TEXT NOT NULL,
    last_name      TEXT NOT NULL,
    sort_name      TEXT NOT NULL,
    email          TEXT NOT NULL,
    mobile         TEXT NOT NULL,
    closes         TEXT NOT NULL,
    opens          TEXT NOT NULL,
    unit_id        TEXT NOT NULL,
    team_id        TEXT NOT NULL,
    title          TEXT NOT NULL,
    aid            TEXT NOT NULL,
    occupation     TEXT NOT NULL,
    area           TEXT NOT NULL,
    form           TEXT NOT NULL,
    extent         DOUBLE PRECISION NOT NULL,
    start_date     TEXT NOT NULL,
    end_date       TEXT NOT NULL,
    dormant        BOOLEAN NOT NULL,
    manager        TEXT NOT NULL,
    row_hash       TEXT NOT NULL,
    PRIMARY KEY (import_id, row_number)
);
-- What an employer knew of a person before the latest import, so that it can be undone. A person
-- whom the import itself made has no row. Only the latest import's rows are kept.
CREATE TABLE employee_before (
    import_id      TEXT NOT NULL REFERENCES staff_import (id),
    employer_id    TEXT NOT NULL,
    person_id      TEXT NOT NULL,
    existed        BOOLEAN NOT NULL,
    set_hash       BOOLEAN NOT NULL,
    identity_hash  TEXT,
    first_name     TEXT NOT NULL,
    last_name      TEXT NOT NULL,
    sort_name      TEXT NOT NULL,
    email          TEXT NOT NULL,
    mobile         TEXT NOT NULL,
    protected      BOOLEAN NOT NULL,
    contact_code   TEXT NOT NULL,
    PRIMARY KEY (import_id, person_id)
);
CREATE INDEX employee_before_person ON employee_before (person_id);

-- access: how a person signs in, and what a person may do where.
CREATE TABLE account (
    person_id    TEXT PRIMARY KEY REFERENCES person (id),
    login        TEXT,
    secret_kind  TEXT NOT NULL CONSTRAINT account_secret_kind CHECK (secret_kind IN ('', 'pin', 'password')),
    secret_hash  TEXT NOT NULL,
    text_size    TEXT NOT NULL,
    theme        TEXT NOT NULL,
    easy         BOOLEAN NOT NULL,
    low_data     BOOLEAN NOT NULL,
    asked_done   BOOLEAN NOT NULL,
    last_signin  TIMESTAMP
);
CREATE UNIQUE INDEX account_login ON account (login);
CREATE TABLE signin_code (
    code_hash  TEXT PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES person (id),
    purpose    TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at    TIMESTAMP
);
CREATE INDEX signin_code_person ON signin_code (person_id);
CREATE TABLE session (
    token_hash  TEXT PRIMARY KEY,
    person_id   TEXT NOT NULL,
    body        TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    expires_at  TIMESTAMP NOT NULL
);
CREATE INDEX session_person ON session (person_id);
CREATE INDEX session_expires ON session (expires_at);
CREATE TABLE throttle (
    name    TEXT PRIMARY KEY,
    count   BIGINT NOT NULL,
    until   TIMESTAMP NOT NULL
);
CREATE INDEX throttle_until ON throttle (until);
CREATE TABLE role_grant (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES person (id),
    role         TEXT NOT NULL,
    node_id      TEXT NOT NULL REFERENCES node (id),
    valid_from   TEXT NOT NULL,
    valid_until  TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    ended_by     TEXT NOT NULL
);
CREATE INDEX role_grant_person ON role_grant (person_id, valid_until);
CREATE INDEX role_grant_node ON role_grant (node_id, role, valid_until);
CREATE INDEX role_grant_made ON role_grant (made_by);
CREATE INDEX role_grant_ended ON role_grant (ended_by);

-- audit: who looked at whom or what, one row per viewing.
CREATE TABLE access_log (
    id         TEXT PRIMARY KEY,
    viewer_id  TEXT NOT NULL,
    what       TEXT NOT NULL,
    person_id  TEXT NOT NULL,
    node_id    TEXT NOT NULL,
    at         TIMESTAMP NOT NULL
);
CREATE INDEX access_log_person ON access_log (person_id, at);
CREATE INDEX access_log_node ON access_log (node_id, at);

-- job: progress that the person who started the work can see; the queue's own tables are River's.
CREATE TABLE task (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    owner_id    TEXT NOT NULL,
    state       TEXT NOT NULL CONSTRAINT task_state CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    done        BIGINT NOT NULL,
    total       BIGINT NOT NULL,
    result      TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    changed_at  TIMESTAMP NOT NULL
);
CREATE INDEX task_owner ON task (owner_id, made_at);

-- message: the outbox. Sending comes later.
CREATE TABLE message (
    id         TEXT PRIMARY KEY,
    person_id  TEXT NOT NULL,
    channel    TEXT NOT NULL CONSTRAINT message_channel CHECK (channel IN ('email', 'sms')),
    address    TEXT NOT NULL,
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    once_key   TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL,
    sent_at    TIMESTAMP
);
CREATE UNIQUE INDEX message_once ON message (once_key);
CREATE INDEX message_waiting ON message (sent_at, made_at);
