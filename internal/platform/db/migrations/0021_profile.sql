-- +goose Up

-- profile: what competence a place asks for, from one day until another. body is the layer's
-- operations as JSON. There is one row a place and day.
CREATE TABLE profile_layer (
    id           TEXT PRIMARY KEY,
    node_id      TEXT NOT NULL REFERENCES node (id),
    body         TEXT NOT NULL,
    valid_from   TEXT NOT NULL,
    valid_until  TEXT NOT NULL,
    note         TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL
);
CREATE INDEX profile_layer_node ON profile_layer (node_id, valid_until);
CREATE INDEX profile_layer_valid ON profile_layer (valid_until);
-- How far an employment's role goes (R202), from one day until another. Who has no row is at base.
CREATE TABLE role_level (
    id             TEXT PRIMARY KEY,
    employment_id  TEXT NOT NULL,
    person_id      TEXT NOT NULL REFERENCES person (id),
    employer_id    TEXT NOT NULL REFERENCES node (id),
    level          TEXT NOT NULL CONSTRAINT role_level_level CHECK (level IN ('base', 'advanced', 'expert')),
    valid_from     TEXT NOT NULL,
    valid_until    TEXT NOT NULL,
    made_by        TEXT NOT NULL,
    made_at        TIMESTAMP NOT NULL
);
CREATE INDEX role_level_person ON role_level (person_id);
CREATE INDEX role_level_employment ON role_level (employment_id, valid_until);
CREATE INDEX role_level_employer ON role_level (employer_id);
