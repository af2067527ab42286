-- +goose Up

-- A letter may bring files: course days as calendar files. JSON, "" when there are none.
ALTER TABLE message ADD COLUMN files TEXT NOT NULL DEFAULT '';

-- What has days (an occasion) that a note is about: its letter brings them to the reader's calendar.
ALTER TABLE note ADD COLUMN days_of TEXT NOT NULL DEFAULT '';

-- Which meetings somebody's calendar has been given by mail, and as of which telling: what is sent next is what
-- differs from it. person_id is '' for somebody without an account, who is known by the address;
-- of a person the address is ''.
CREATE TABLE invitation (
    person_id   TEXT NOT NULL,
    address     TEXT NOT NULL,
    uid         TEXT NOT NULL,
    occasion_id TEXT NOT NULL REFERENCES occasion (id),
    sequence    BIGINT NOT NULL,
    title       TEXT NOT NULL,
    begins_at   TIMESTAMP NOT NULL,
    ends_at     TIMESTAMP NOT NULL,
    told_at     TIMESTAMP NOT NULL,
    PRIMARY KEY (person_id, address, uid)
);
CREATE INDEX invitation_occasion ON invitation (occasion_id, person_id);
CREATE INDEX invitation_told ON invitation (ends_at);
