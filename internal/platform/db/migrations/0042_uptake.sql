-- +goose Up

-- uptake: what a place decides comes after a course (R143, R146). reflect: none, alone (with others or alone) or group
-- (with others): the course is done when the person has reflected on it. use_weeks: 0 = nothing said about use; else
-- "how will we use it" is written and followed up after so many weeks. One row holds per place and course.
CREATE TABLE uptake_rule (
    id           TEXT PRIMARY KEY,
    node_id      TEXT NOT NULL REFERENCES node (id),
    employer_id  TEXT NOT NULL REFERENCES node (id),
    course_id    TEXT NOT NULL,
    reflect      TEXT NOT NULL CONSTRAINT uptake_rule_reflect CHECK (reflect IN ('none', 'alone', 'group')),
    use_weeks    BIGINT NOT NULL,
    valid_from   TEXT NOT NULL,
    valid_until  TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    ended_by     TEXT NOT NULL
);
CREATE UNIQUE INDEX uptake_rule_open ON uptake_rule (node_id, course_id) WHERE valid_until = '9999-12-31';
CREATE INDEX uptake_rule_course ON uptake_rule (course_id, valid_until);
CREATE INDEX uptake_rule_employer ON uptake_rule (employer_id, valid_until);
-- A study that asks for a reflection: fact_id is the reflection that it was ended with, '' while it waits for one.
CREATE TABLE uptake_gate (
    study_id     TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    course_id    TEXT NOT NULL,
    need         TEXT NOT NULL,
    fact_id      TEXT NOT NULL,
    since        TIMESTAMP NOT NULL
);
CREATE INDEX uptake_gate_person ON uptake_gate (person_id, course_id);
CREATE INDEX uptake_gate_waits ON uptake_gate (study_id) WHERE fact_id = '';
CREATE INDEX uptake_gate_fact ON uptake_gate (fact_id) WHERE fact_id <> '';
-- A course that a whole unit or team takes (R144), or takes again (R064): whoever comes there while it lasts gets it too
-- when whole is true; else those who were named have it.
CREATE TABLE team_task (
    id           TEXT PRIMARY KEY,
    node_id      TEXT NOT NULL REFERENCES node (id),
    unit_id      TEXT NOT NULL REFERENCES node (id),
    employer_id  TEXT NOT NULL REFERENCES node (id),
    course_id    TEXT NOT NULL,
    kind         TEXT NOT NULL CONSTRAINT team_task_kind CHECK (kind IN ('assign', 'repeat')),
    whole        BOOLEAN NOT NULL,
    due          TEXT NOT NULL,
    note         TEXT NOT NULL,
    reason       TEXT NOT NULL,
    once_key     TEXT NOT NULL UNIQUE,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    made_on      TEXT NOT NULL,
    ended_on     TEXT NOT NULL,
    ended_by     TEXT NOT NULL
);
CREATE INDEX team_task_unit ON team_task (unit_id, ended_on);
CREATE INDEX team_task_node ON team_task (node_id, ended_on);
CREATE INDEX team_task_open ON team_task (id) WHERE ended_on = '9999-12-31';
CREATE TABLE team_task_person (
    task_id    TEXT NOT NULL REFERENCES team_task (id),
    person_id  TEXT NOT NULL,
    given_on   TEXT NOT NULL,
    PRIMARY KEY (task_id, person_id)
);
CREATE INDEX team_task_person_person ON team_task_person (person_id);
-- "How will we use it" (R146): the learner's proposal first, the manager's addition then, and what became of it.
CREATE TABLE use_note (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    unit_id      TEXT NOT NULL,
    course_id    TEXT NOT NULL,
    title        TEXT NOT NULL,
    fact_id      TEXT NOT NULL,
    once_key     TEXT NOT NULL UNIQUE,
    own          TEXT NOT NULL,
    added        TEXT NOT NULL,
    added_by     TEXT NOT NULL,
    follow_on    TEXT NOT NULL,
    state        TEXT NOT NULL CONSTRAINT use_note_state CHECK (state IN ('new', 'proposed', 'agreed', 'closed')),
    told_for     TEXT NOT NULL,
    revision     BIGINT NOT NULL,
    made_on      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    changed_at   TIMESTAMP NOT NULL
);
CREATE INDEX use_note_person ON use_note (person_id, made_on);
CREATE INDEX use_note_unit ON use_note (unit_id, state, follow_on);
CREATE INDEX use_note_due ON use_note (follow_on) WHERE state <> 'closed';
CREATE INDEX use_note_fact ON use_note (fact_id);
CREATE TABLE use_follow (
    id        TEXT PRIMARY KEY,
    note_id   TEXT NOT NULL REFERENCES use_note (id),
    on_day    TEXT NOT NULL,
    outcome   TEXT NOT NULL CONSTRAINT use_follow_outcome CHECK (outcome IN ('used', 'partly', 'not_yet')),
    hindered  TEXT NOT NULL,
    next_on   TEXT NOT NULL,
    by_id     TEXT NOT NULL,
    at        TIMESTAMP NOT NULL
);
CREATE INDEX use_follow_note ON use_follow (note_id, at);
-- How many minutes of reflection a person should have a quarter, as an employer decides (R149); from a day on.
CREATE TABLE reflection_target (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    minutes      BIGINT NOT NULL,
    valid_from   TEXT NOT NULL,
    valid_until  TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL
);
CREATE INDEX reflection_target_employer ON reflection_target (employer_id, valid_until);
