-- +goose Up

-- A role may be for one thing at its node: the journey that a producer produces (R004).
ALTER TABLE role_grant ADD COLUMN subject TEXT NOT NULL DEFAULT '';
