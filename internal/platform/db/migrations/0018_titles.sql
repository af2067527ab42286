-- +goose Up

-- org: what titles have meant at an employer, change by change, so that a mapping can be taken back.
-- '-' as occupation is no rule of the employer's own.
CREATE TABLE title_change (
    id               TEXT PRIMARY KEY,
    employer_id      TEXT NOT NULL REFERENCES node (id),
    title            TEXT NOT NULL,
    spelled          TEXT NOT NULL,
    was_occupation   TEXT NOT NULL,
    was_area         TEXT NOT NULL,
    occupation       TEXT NOT NULL,
    area             TEXT NOT NULL,
    touched          BIGINT NOT NULL,
    undone           BOOLEAN NOT NULL,
    made_by          TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL
);
CREATE INDEX title_change_employer ON title_change (employer_id, title, id);
