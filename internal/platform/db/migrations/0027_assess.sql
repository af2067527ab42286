-- +goose Up

-- competence: the note of a self-assessment is the person's own until the person shows it.
ALTER TABLE assessment ADD COLUMN note_shown BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX assessment_made ON assessment (made_by, made_at);
-- Who has been asked to assess a colleague, and on what; requirements is a JSON list of keys. It is
-- answered, declined or taken back once, and runs out by itself.
CREATE TABLE assessment_ask (
    id                  TEXT PRIMARY KEY,
    person_id           TEXT NOT NULL REFERENCES person (id),
    colleague_person_id TEXT NOT NULL REFERENCES person (id),
    controller_id       TEXT NOT NULL REFERENCES node (id),
    requirements        TEXT NOT NULL,
    state               TEXT NOT NULL CONSTRAINT assessment_ask_state CHECK (state IN ('open', 'answered', 'declined', 'withdrawn')),
    made_by             TEXT NOT NULL,
    made_at             TIMESTAMP NOT NULL,
    until_day           TEXT NOT NULL,
    closed_at           TIMESTAMP
);
CREATE INDEX assessment_ask_person ON assessment_ask (person_id);
CREATE INDEX assessment_ask_colleague ON assessment_ask (colleague_person_id, state);
CREATE INDEX assessment_ask_controller ON assessment_ask (controller_id);
-- Which groups a specialist supports: a place, or a group of people under it that has a name of its own.
CREATE TABLE specialist_group (
    merit_id    TEXT NOT NULL REFERENCES merit (id),
    node_id     TEXT NOT NULL REFERENCES node (id),
    group_name  TEXT NOT NULL,
    PRIMARY KEY (merit_id, node_id, group_name)
);
CREATE INDEX specialist_group_node ON specialist_group (node_id);
-- Specialist roles that an employer has besides the national ones. A retired one is chosen no more.
CREATE TABLE specialist_role (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    name         TEXT NOT NULL,
    occupation   TEXT NOT NULL,
    retired      BOOLEAN NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL
);
CREATE INDEX specialist_role_employer ON specialist_role (employer_id);
-- How well a person knows Swedish, as the person says. It is the person's own: no employer keeps it.
CREATE TABLE language_level (
    id         TEXT PRIMARY KEY,
    person_id  TEXT NOT NULL REFERENCES person (id),
    level      TEXT NOT NULL CONSTRAINT language_level_level CHECK (level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2')),
    validated  BOOLEAN NOT NULL,
    on_day     TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL,
    ended_at   TIMESTAMP
);
CREATE INDEX language_level_person ON language_level (person_id);
-- What has been told of an employer's units together, on one day: units is a JSON list of ids. Figures are
-- told in pools of units and never of one person more or less than the last time.
CREATE TABLE language_figure (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    as_of        TEXT NOT NULL,
    units        TEXT NOT NULL,
    reached      BIGINT NOT NULL,
    below        BIGINT NOT NULL,
    unsaid       BIGINT NOT NULL,
    latest       BOOLEAN NOT NULL
);
CREATE INDEX language_figure_employer ON language_figure (employer_id, latest);
-- When an employer's language figures were counted last, whether or not anything could be told.
CREATE TABLE language_count (
    employer_id  TEXT PRIMARY KEY REFERENCES node (id),
    as_of        TEXT NOT NULL
);
-- Who was counted in which group of a figure, so that the next one can be held against it. Nobody reads it.
CREATE TABLE language_counted (
    figure_id  TEXT NOT NULL REFERENCES language_figure (id),
    person_id  TEXT NOT NULL REFERENCES person (id),
    part       TEXT NOT NULL CONSTRAINT language_counted_part CHECK (part IN ('reached', 'below', 'unsaid')),
    PRIMARY KEY (figure_id, person_id)
);
CREATE INDEX language_counted_person ON language_counted (person_id);
