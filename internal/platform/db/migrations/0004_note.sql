-- +goose Up

-- message: what one person is told, in the words of the catalogue: a key and what the sentence
-- names. The inbox shows it; by which channel it is sent too, and when, the person has chosen.
CREATE TABLE note (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES person (id),
    employer_id  TEXT NOT NULL,
    key          TEXT NOT NULL,
    args         TEXT NOT NULL,
    href         TEXT NOT NULL,
    once_key     TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    read_at      TIMESTAMP
);
CREATE UNIQUE INDEX note_once ON note (once_key);
CREATE INDEX note_person ON note (person_id, made_at);
