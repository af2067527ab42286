-- +goose Up

-- access: each giving, ending and prolonging of a role, as it was done. Rows are added and never
-- changed; what an import decides stands in role_grant and in the import.
CREATE TABLE role_log (
    id           TEXT PRIMARY KEY,
    grant_id     TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    role         TEXT NOT NULL,
    node_id      TEXT NOT NULL,
    subject      TEXT NOT NULL,
    what         TEXT NOT NULL CONSTRAINT role_log_what CHECK (what IN ('given', 'ended', 'prolonged')),
    valid_from   TEXT NOT NULL,
    valid_until  TEXT NOT NULL,
    note         TEXT NOT NULL,
    by_id        TEXT NOT NULL,
    at           TIMESTAMP NOT NULL
);
CREATE INDEX role_log_node ON role_log (node_id, at);
CREATE INDEX role_log_person ON role_log (person_id, at);
CREATE INDEX role_log_by ON role_log (by_id);

-- A holder is found by role, and a colleague by name.
CREATE INDEX role_grant_role ON role_grant (role, valid_until);
CREATE INDEX employee_name ON employee (employer_id, sort_name);
CREATE INDEX employee_first ON employee (employer_id, first_name);
