-- +goose Up

-- uptake: what the places on a person's paths have decided of a course is found by place.
CREATE INDEX uptake_rule_place ON uptake_rule (node_id, course_id, valid_until);
