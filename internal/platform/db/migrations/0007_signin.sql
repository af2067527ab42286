-- +goose Up

-- On what kind of device a session is, when it was last used, and whether others use the device too.
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN shared BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE session ADD COLUMN seen_at TIMESTAMP;

-- Passkeys: a key pair of which we hold the public half. handle is what a device calls the account:
-- random, so that a device tells nothing of the person.
CREATE TABLE passkey (
    id         TEXT PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES person (id),
    handle     TEXT NOT NULL,
    name       TEXT NOT NULL,
    body       TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL,
    used_at    TIMESTAMP
);
CREATE INDEX passkey_person ON passkey (person_id);
CREATE INDEX passkey_handle ON passkey (handle);
