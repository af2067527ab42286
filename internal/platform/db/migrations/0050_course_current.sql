-- +goose Up

-- course: which version those who begin got from when on: appended, never edited; n counts within a course. What is known of
-- earlier releases is when versions came in.
CREATE TABLE course_current (
    course_id  TEXT NOT NULL REFERENCES course (id),
    n          BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    from_at    TIMESTAMP NOT NULL,
    PRIMARY KEY (course_id, n)
);
INSERT INTO course_current (course_id, n, version, from_at)
SELECT v.course_id, v.version, v.version, v.made_at
FROM course c
JOIN course_version v ON v.course_id = c.id AND v.version <= c.current AND v.withdrawn_on = '';
-- The version that a version counts as where the newest is asked for: a minor one counts as the one that it mends; 0 = itself.
ALTER TABLE course_version ADD COLUMN counts_as BIGINT NOT NULL DEFAULT 0;
UPDATE course_version
SET counts_as = COALESCE((
    SELECT MAX(o.version)
    FROM course_version o
    WHERE o.course_id = course_version.course_id AND o.version <= course_version.version AND o.body NOT LIKE '%"update":"minor"%'), 1);
-- certification: what the rule did before the day is noted as events ('' = nothing is): somebody's data has been erased since.
-- cause: why a unit lapsed that day, as JSON.
ALTER TABLE unit_programme ADD COLUMN noted_before TEXT NOT NULL DEFAULT '';
ALTER TABLE unit_event ADD COLUMN cause TEXT NOT NULL DEFAULT '';
