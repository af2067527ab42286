-- +goose Up

-- message: whom a note tells of, when it names somebody else than its reader. Erasing that person
-- takes the note too.
ALTER TABLE note ADD COLUMN about_id TEXT NOT NULL DEFAULT '';
CREATE INDEX note_about ON note (about_id) WHERE about_id <> '';
CREATE INDEX message_person ON message (person_id);
-- course: whether anybody still refers to a file.
CREATE INDEX external_report_blob ON external_report (blob) WHERE blob <> '';
CREATE INDEX external_report_old ON external_report (decided_at) WHERE blob <> '';
CREATE INDEX course_file_blob ON course_file (blob);
-- Who made, ended or looked: what is asked when such a person is erased.
CREATE INDEX access_log_viewer ON access_log (viewer_id);
CREATE INDEX period_manager ON employment_period (manager) WHERE manager <> '';
CREATE INDEX fact_actor ON fact (actor_id);
CREATE INDEX fact_controller ON fact (person_id, controller_id);
CREATE INDEX external_report_decided ON external_report (decided_by) WHERE decided_by <> '';
CREATE INDEX journey_choice_made ON journey_choice (made_by);
CREATE INDEX leave_made ON leave (made_by);
CREATE INDEX signin_code_made ON signin_code (made_by);
CREATE INDEX staff_import_row_person ON staff_import_row (person_id);

-- staff: who is hidden from lists (rule 7).
CREATE INDEX employee_protected ON employee (employer_id) WHERE protected;

-- privacy: what a person asks an employer to do with the person's data.
CREATE TABLE data_request (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    kind         TEXT NOT NULL CONSTRAINT data_request_kind CHECK (kind IN ('correct', 'erase')),
    field        TEXT NOT NULL,
    wish         TEXT NOT NULL,
    state        TEXT NOT NULL CONSTRAINT data_request_state CHECK (state IN ('waiting', 'done', 'declined')),
    answer       TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    answered_at  TIMESTAMP,
    answered_by  TEXT NOT NULL
);
CREATE INDEX data_request_employer ON data_request (employer_id, state, made_at);
CREATE INDEX data_request_person ON data_request (person_id, made_at);
CREATE UNIQUE INDEX data_request_once ON data_request (person_id, employer_id, kind, field) WHERE state = 'waiting';
-- That somebody was erased: by whom as controller, when, why and how much. Not who; mark is a keyed
-- hash of employer and person, by which an older backup that was restored can be erased again.
CREATE TABLE erasure (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL,
    day          TEXT NOT NULL,
    reason       TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    counts       TEXT NOT NULL,
    total        BIGINT NOT NULL,
    whole        BOOLEAN NOT NULL,
    mark         TEXT NOT NULL
);
CREATE INDEX erasure_employer ON erasure (employer_id, day);
CREATE INDEX erasure_made ON erasure (made_by);
-- How long an employer keeps each kind of record, in months; no row: the default.
CREATE TABLE retention (
    employer_id  TEXT NOT NULL,
    kind         TEXT NOT NULL,
    months       BIGINT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    PRIMARY KEY (employer_id, kind)
);
-- Who has been told that what an employer holds is soon erased, and from which day it may be.
CREATE TABLE retention_warning (
    employer_id  TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    warned_on    TEXT NOT NULL,
    erase_from   TEXT NOT NULL,
    PRIMARY KEY (employer_id, person_id)
);
CREATE INDEX retention_warning_person ON retention_warning (person_id);
