-- +goose Up

-- mail: how far a message in the outbox has come. A message is claimed (sending, with a lease) before it
-- leaves; who claimed it and never came back leaves an outcome that nobody knows.
ALTER TABLE message ADD COLUMN employer_id TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN state TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT message_state CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'uncertain', 'expired'));
ALTER TABLE message ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN due_at TIMESTAMP;
ALTER TABLE message ADD COLUMN expires_at TIMESTAMP;
ALTER TABLE message ADD COLUMN lease_id TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN lease_until TIMESTAMP;
ALTER TABLE message ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN unsubscribe TEXT NOT NULL DEFAULT '';

-- Texts by SMS until now are codes that live a day: none is sent when somebody sets up a gateway later.
UPDATE message SET expires_at = made_at WHERE channel = 'sms';
CREATE INDEX message_open ON message (state, channel, id) WHERE state <> 'sent';
CREATE INDEX message_full ON message (made_at) WHERE body <> '';

-- message: what a note is about, and when it is to be carried out of the program; NULL: it is not.
ALTER TABLE note ADD COLUMN kind TEXT NOT NULL DEFAULT 'other';
ALTER TABLE note ADD COLUMN carry_at TIMESTAMP;
CREATE INDEX note_carry ON note (carry_at) WHERE carry_at IS NOT NULL;
CREATE INDEX note_unread ON note (person_id) WHERE read_at IS NULL;

-- How a person wants to be told; no row: as the program begins.
CREATE TABLE message_wish (
    person_id    TEXT PRIMARY KEY REFERENCES person (id),
    by_email     BOOLEAN NOT NULL,
    by_sms       BOOLEAN NOT NULL,
    own_email    TEXT NOT NULL,
    asked_email  TEXT NOT NULL,
    silent       TEXT NOT NULL,
    days         TEXT NOT NULL,
    from_hour    BIGINT NOT NULL,
    until_hour   BIGINT NOT NULL,
    digest       TEXT NOT NULL,
    changed_at   TIMESTAMP NOT NULL
);

-- Which digest a person has had last: a week or a day.
CREATE TABLE message_digest (
    person_id  TEXT PRIMARY KEY REFERENCES person (id),
    period     TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL
);
