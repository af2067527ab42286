-- +goose Up

-- report: who is marked together with many others is computed after who is marked alone, since somebody
-- waits for the one.
ALTER TABLE standing_dirty ADD COLUMN together BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX standing_dirty_order ON standing_dirty (together, person_id);
