-- +goose Up

-- introduction: all of a person's, also those that are over, are found by person.
CREATE INDEX introduction_person ON introduction (person_id, start_day);
