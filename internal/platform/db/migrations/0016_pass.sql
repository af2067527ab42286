-- +goose Up

-- A pass over everybody that is asked for while another is under way: that one has computed some people
-- from what held before, and begins anew.
ALTER TABLE standing_pass ADD COLUMN asked TEXT NOT NULL DEFAULT '';
ALTER TABLE standing_pass ADD COLUMN begun_for TEXT NOT NULL DEFAULT '';
