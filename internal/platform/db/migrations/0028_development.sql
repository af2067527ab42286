-- +goose Up

-- development: a plan for competence, of a person at an employer, of a unit, of an operation, or of a
-- service area at an employer (node_id is then the employer). One is open at a time; ended_at closes it
-- and the next period is a row of its own. revision rises when what was agreed on changes, head when its
-- goals, period, study time or follow-up do. study_from is the day since which the study time is agreed.
CREATE TABLE development_plan (
    id             TEXT PRIMARY KEY,
    kind           TEXT NOT NULL CONSTRAINT development_plan_kind CHECK (kind IN ('person', 'unit', 'operation', 'area')),
    controller_id  TEXT NOT NULL REFERENCES node (id),
    node_id        TEXT NOT NULL REFERENCES node (id),
    person_id      TEXT REFERENCES person (id),
    area           TEXT NOT NULL,
    from_date      TEXT NOT NULL,
    until_date     TEXT NOT NULL,
    goals          TEXT NOT NULL,
    study_hours    DOUBLE PRECISION NOT NULL,
    study_per      TEXT NOT NULL,
    study_paid     BOOLEAN NOT NULL,
    study_note     TEXT NOT NULL,
    study_from     TEXT NOT NULL,
    follow_on      TEXT NOT NULL,
    revision       BIGINT NOT NULL,
    head           BIGINT NOT NULL,
    made_by        TEXT NOT NULL,
    made_at        TIMESTAMP NOT NULL,
    changed_by     TEXT NOT NULL,
    changed_at     TIMESTAMP NOT NULL,
    ended_by       TEXT NOT NULL,
    ended_at       TIMESTAMP
);
CREATE UNIQUE INDEX development_plan_person ON development_plan (person_id, controller_id) WHERE kind = 'person' AND ended_at IS NULL;
CREATE UNIQUE INDEX development_plan_place ON development_plan (node_id, area) WHERE kind <> 'person' AND ended_at IS NULL;
CREATE INDEX development_plan_controller ON development_plan (controller_id, kind);
CREATE INDEX development_plan_follow ON development_plan (follow_on) WHERE follow_on <> '' AND ended_at IS NULL;
CREATE INDEX development_plan_study ON development_plan (id) WHERE study_from <> '' AND ended_at IS NULL;

-- What is in a plan. same names what the item is, so that it stands there once while it is open.
CREATE TABLE development_item (
    id           TEXT PRIMARY KEY,
    plan_id      TEXT NOT NULL REFERENCES development_plan (id),
    same         TEXT NOT NULL,
    requirement  TEXT NOT NULL,
    how          TEXT NOT NULL CONSTRAINT development_item_how CHECK (how IN ('course', 'external', 'day', 'circle', 'education', 'validation', 'recruit', 'other')),
    ref          TEXT NOT NULL,
    title        TEXT NOT NULL,
    hours        DOUBLE PRECISION NOT NULL,
    responsible  TEXT NOT NULL,
    due          TEXT NOT NULL,
    state        TEXT NOT NULL CONSTRAINT development_item_state CHECK (state IN ('planned', 'ongoing', 'done', 'dropped')),
    state_on     TEXT NOT NULL,
    why          TEXT NOT NULL,
    note         TEXT NOT NULL,
    use_person   TEXT NOT NULL,
    use_manager  TEXT NOT NULL,
    revision     BIGINT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    changed_by   TEXT NOT NULL,
    changed_at   TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX development_item_same ON development_item (plan_id, same) WHERE state IN ('planned', 'ongoing');
CREATE INDEX development_item_plan ON development_item (plan_id);

-- Who agreed to which revision of a plan. Appended only.
CREATE TABLE development_consent (
    plan_id   TEXT NOT NULL REFERENCES development_plan (id),
    revision  BIGINT NOT NULL,
    side      TEXT NOT NULL CONSTRAINT development_consent_side CHECK (side IN ('person', 'manager')),
    made_by   TEXT NOT NULL,
    made_at   TIMESTAMP NOT NULL,
    PRIMARY KEY (plan_id, revision, side)
);

-- A follow-up that was held. Appended only.
CREATE TABLE development_follow (
    id       TEXT PRIMARY KEY,
    plan_id  TEXT NOT NULL REFERENCES development_plan (id),
    on_day   TEXT NOT NULL,
    note     TEXT NOT NULL,
    made_by  TEXT NOT NULL,
    made_at  TIMESTAMP NOT NULL
);
CREATE INDEX development_follow_plan ON development_follow (plan_id);

-- Whether the learner got the study time of a week (2026-W47) or a month (2026-11).
CREATE TABLE development_study (
    plan_id  TEXT NOT NULL REFERENCES development_plan (id),
    period   TEXT NOT NULL,
    given    BOOLEAN NOT NULL,
    made_at  TIMESTAMP NOT NULL,
    PRIMARY KEY (plan_id, period)
);

-- What somebody was given to do after an education (R206): near those who receive care (users), in
-- administration (admin), or nothing new and why (same).
CREATE TABLE development_duty (
    id             TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL REFERENCES person (id),
    controller_id  TEXT NOT NULL REFERENCES node (id),
    node_id        TEXT NOT NULL REFERENCES node (id),
    item_id        TEXT NOT NULL,
    requirement    TEXT NOT NULL,
    title          TEXT NOT NULL,
    duty           TEXT NOT NULL,
    near           TEXT NOT NULL CONSTRAINT development_duty_near CHECK (near IN ('users', 'admin', 'same')),
    from_date      TEXT NOT NULL,
    made_by        TEXT NOT NULL,
    made_at        TIMESTAMP NOT NULL,
    ended_by       TEXT NOT NULL,
    ended_at       TIMESTAMP
);
CREATE INDEX development_duty_person ON development_duty (person_id, controller_id);
CREATE INDEX development_duty_node ON development_duty (node_id);

-- A planning sheet that came back and waits for a decision. body is its rows and what they would do, as JSON.
CREATE TABLE development_sheet (
    id             TEXT PRIMARY KEY,
    controller_id  TEXT NOT NULL REFERENCES node (id),
    node_id        TEXT NOT NULL REFERENCES node (id),
    kind           TEXT NOT NULL,
    state          TEXT NOT NULL CONSTRAINT development_sheet_state CHECK (state IN ('staged', 'committed')),
    body           TEXT NOT NULL,
    made_by        TEXT NOT NULL,
    made_at        TIMESTAMP NOT NULL
);
CREATE INDEX development_sheet_node ON development_sheet (node_id);
