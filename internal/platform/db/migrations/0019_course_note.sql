-- +goose Up

-- course: what a municipality says of the version that it tries.
ALTER TABLE course_pilot ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE course_pilot ADD COLUMN noted_by TEXT NOT NULL DEFAULT '';
ALTER TABLE course_pilot ADD COLUMN noted_at TIMESTAMP;
CREATE INDEX course_pilot_noted ON course_pilot (noted_by);
