-- +goose Up

-- org: what somebody has decided about the tree. What holds from a later day waits here and is
-- done on its day; nothing is written into the tree before.
CREATE TABLE tree_change (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    kind         TEXT NOT NULL CONSTRAINT tree_change_kind CHECK (kind IN ('add', 'rename', 'move', 'merge', 'end')),
    node_id      TEXT NOT NULL,
    body         TEXT NOT NULL,
    from_date    TEXT NOT NULL,
    state        TEXT NOT NULL CONSTRAINT tree_change_state CHECK (state IN ('planned', 'done', 'withdrawn', 'failed')),
    why          TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    ended_by     TEXT NOT NULL,
    done_id      TEXT NOT NULL
);
CREATE INDEX tree_change_employer ON tree_change (employer_id, made_at);
CREATE INDEX tree_change_state ON tree_change (state, from_date);
CREATE INDEX tree_change_node ON tree_change (node_id);
-- What a place was called and where it stood before somebody changed it, so that a staff file in the
-- old words still finds it (rule 5). was_id is the node it was, node_id the one it became.
CREATE TABLE node_alias (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    was_id       TEXT NOT NULL,
    node_id      TEXT NOT NULL,
    parent_id    TEXT NOT NULL,
    kind         TEXT NOT NULL,
    name         TEXT NOT NULL,
    code         TEXT NOT NULL
);
CREATE INDEX node_alias_employer ON node_alias (employer_id);
CREATE INDEX node_alias_node ON node_alias (node_id);
-- Which places are healthcare, where a verksamhetschef is required (R172).
CREATE TABLE healthcare (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    node_id      TEXT NOT NULL REFERENCES node (id),
    valid_from   TEXT NOT NULL,
    valid_until  TEXT NOT NULL,
    made_by      TEXT NOT NULL
);
CREATE INDEX healthcare_employer ON healthcare (employer_id, valid_until);
-- Who holds a function that the law or the municipality asks for. person_id '' is somebody employed
-- elsewhere, then name and contact say who (rule 6).
CREATE TABLE function_holder (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    node_id      TEXT NOT NULL REFERENCES node (id),
    kind         TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    name         TEXT NOT NULL,
    contact      TEXT NOT NULL,
    valid_from   TEXT NOT NULL,
    valid_until  TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    ended_by     TEXT NOT NULL
);
CREATE INDEX function_holder_employer ON function_holder (employer_id, valid_until);
CREATE INDEX function_holder_person ON function_holder (person_id);
-- Functions that an employer has chosen to have (R258).
CREATE TABLE function_switch (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    kind         TEXT NOT NULL,
    valid_from   TEXT NOT NULL,
    valid_until  TEXT NOT NULL,
    made_by      TEXT NOT NULL
);
CREATE INDEX function_switch_employer ON function_switch (employer_id, valid_until);
-- Whom the employees turn to, per matter.
CREATE TABLE contact (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    matter       TEXT NOT NULL,
    name         TEXT NOT NULL,
    email        TEXT NOT NULL,
    phone        TEXT NOT NULL,
    valid_from   TEXT NOT NULL,
    valid_until  TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    ended_by     TEXT NOT NULL
);
CREATE INDEX contact_employer ON contact (employer_id, valid_until);

-- journey: who switched a journey on or off, and from when.
CREATE TABLE journey_switch_change (
    id               TEXT PRIMARY KEY,
    municipality_id  TEXT NOT NULL REFERENCES node (id),
    journey_id       TEXT NOT NULL REFERENCES journey (id),
    turned_on        BOOLEAN NOT NULL,
    from_date        TEXT NOT NULL,
    made_by          TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL
);
CREATE INDEX journey_switch_change_at ON journey_switch_change (municipality_id, made_at);

-- staff: titles that mean nothing yet are looked for on the municipality's first page.
CREATE INDEX period_unmapped ON employment_period (employer_id, title) WHERE occupation = '' AND valid_until = '9999-12-31';
