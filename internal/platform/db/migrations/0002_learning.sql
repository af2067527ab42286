-- +goose Up

-- record: facts are appended and never edited; the record is the person's own.
CREATE TABLE fact (
    id             TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL REFERENCES person (id),
    kind           TEXT NOT NULL CONSTRAINT fact_kind CHECK (kind IN ('completed', 'passed', 'attended', 'credited', 'revoked')),
    course_id      TEXT NOT NULL,
    version        BIGINT NOT NULL,
    title          TEXT NOT NULL,
    at             TIMESTAMP NOT NULL,
    valid_until    TEXT NOT NULL,
    hours          DOUBLE PRECISION NOT NULL,
    source         TEXT NOT NULL,
    actor_id       TEXT NOT NULL,
    controller_id  TEXT NOT NULL,
    revokes        TEXT NOT NULL,
    once_key       TEXT NOT NULL,
    detail         TEXT NOT NULL
);
CREATE UNIQUE INDEX fact_once ON fact (once_key);
CREATE INDEX fact_person ON fact (person_id, at);
CREATE INDEX fact_course ON fact (course_id, at);
-- What a person lets a new employer see (rule 19); fact_id '' = everything.
CREATE TABLE record_share (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES person (id),
    employer_id  TEXT NOT NULL,
    fact_id      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    withdrawn_at TIMESTAMP
);
CREATE INDEX record_share_person ON record_share (person_id);

-- course: what can be learnt, in versions, and how far each learner has come.
CREATE TABLE course (
    id        TEXT PRIMARY KEY,
    owner_id  TEXT NOT NULL REFERENCES node (id),
    current   BIGINT NOT NULL
);
CREATE TABLE course_version (
    course_id   TEXT NOT NULL REFERENCES course (id),
    version     BIGINT NOT NULL,
    digest      TEXT NOT NULL,
    title       TEXT NOT NULL,
    kind        TEXT NOT NULL,
    body        TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    made_by     TEXT NOT NULL,
    PRIMARY KEY (course_id, version)
);
CREATE TABLE course_file (
    course_id  TEXT NOT NULL,
    version    BIGINT NOT NULL,
    path       TEXT NOT NULL,
    blob       TEXT NOT NULL,
    size       BIGINT NOT NULL,
    PRIMARY KEY (course_id, version, path)
);
CREATE TABLE study (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES person (id),
    course_id    TEXT NOT NULL REFERENCES course (id),
    version      BIGINT NOT NULL,
    begun_at     TIMESTAMP NOT NULL,
    changed_at   TIMESTAMP NOT NULL,
    lesson       TEXT NOT NULL,
    step         TEXT NOT NULL,
    finished_at  TIMESTAMP
);
CREATE UNIQUE INDEX study_open ON study (person_id, course_id) WHERE finished_at IS NULL;
CREATE INDEX study_person ON study (person_id, changed_at);
CREATE INDEX study_course ON study (course_id, version) WHERE finished_at IS NULL;
CREATE TABLE study_step (
    study_id  TEXT NOT NULL REFERENCES study (id),
    lesson    TEXT NOT NULL,
    step      TEXT NOT NULL,
    at        TIMESTAMP NOT NULL,
    PRIMARY KEY (study_id, lesson, step)
);
CREATE TABLE study_task (
    study_id  TEXT NOT NULL REFERENCES study (id),
    task      TEXT NOT NULL,
    at        TIMESTAMP NOT NULL,
    PRIMARY KEY (study_id, task)
);
-- What a learner answered last to a question in a lesson, or wrote as reflection. Nobody else reads it.
CREATE TABLE answer (
    study_id  TEXT NOT NULL REFERENCES study (id),
    question  TEXT NOT NULL,
    body      TEXT NOT NULL,
    is_right  BOOLEAN NOT NULL,
    at        TIMESTAMP NOT NULL,
    PRIMARY KEY (study_id, question)
);
CREATE TABLE test_try (
    id           TEXT PRIMARY KEY,
    study_id     TEXT NOT NULL REFERENCES study (id),
    number       BIGINT NOT NULL,
    questions    TEXT NOT NULL,
    begun_at     TIMESTAMP NOT NULL,
    finished_at  TIMESTAMP,
    correct      BIGINT NOT NULL,
    passed       BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX test_try_number ON test_try (study_id, number);
CREATE TABLE test_answer (
    try_id    TEXT NOT NULL REFERENCES test_try (id),
    question  TEXT NOT NULL,
    body      TEXT NOT NULL,
    is_right  BOOLEAN NOT NULL,
    at        TIMESTAMP NOT NULL,
    PRIMARY KEY (try_id, question)
);
-- An external course that the learner reports done, with the certificate when there is one (rule 15).
CREATE TABLE external_report (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES person (id),
    course_id    TEXT NOT NULL REFERENCES course (id),
    version      BIGINT NOT NULL,
    done_on      TEXT NOT NULL,
    blob         TEXT NOT NULL,
    file_name    TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    decided_at   TIMESTAMP,
    decided_by   TEXT NOT NULL,
    decision     TEXT NOT NULL CONSTRAINT external_report_decision CHECK (decision IN ('', 'approved', 'declined')),
    reason       TEXT NOT NULL
);
CREATE INDEX external_report_person ON external_report (person_id, course_id);
CREATE UNIQUE INDEX external_report_day ON external_report (person_id, course_id, done_on) WHERE decision <> 'declined';

-- journey: definitions in versions, where they are on, and what each node of the tree adds.
CREATE TABLE journey (
    id        TEXT PRIMARY KEY,
    owner_id  TEXT NOT NULL REFERENCES node (id),
    current   BIGINT NOT NULL
);
CREATE TABLE journey_version (
    journey_id  TEXT NOT NULL REFERENCES journey (id),
    version     BIGINT NOT NULL,
    digest      TEXT NOT NULL,
    body        TEXT NOT NULL,
    valid_from  TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    made_by     TEXT NOT NULL,
    PRIMARY KEY (journey_id, version)
);
CREATE TABLE journey_switch (
    municipality_id  TEXT NOT NULL REFERENCES node (id),
    journey_id       TEXT NOT NULL REFERENCES journey (id),
    valid_from       TEXT NOT NULL,
    valid_until      TEXT NOT NULL,
    PRIMARY KEY (municipality_id, journey_id, valid_from)
);
CREATE TABLE layer (
    id           TEXT PRIMARY KEY,
    journey_id   TEXT NOT NULL REFERENCES journey (id),
    node_id      TEXT NOT NULL REFERENCES node (id),
    body         TEXT NOT NULL,
    valid_from   TEXT NOT NULL,
    valid_until  TEXT NOT NULL,
    made_by      TEXT NOT NULL
);
CREATE INDEX layer_node ON layer (node_id, journey_id, valid_until);
-- What a person or the manager has chosen in a journey: the experience step, a wish, a chosen elective.
CREATE TABLE journey_choice (
    person_id   TEXT NOT NULL REFERENCES person (id),
    journey_id  TEXT NOT NULL,
    what        TEXT NOT NULL,
    value       TEXT NOT NULL,
    note        TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    PRIMARY KEY (person_id, journey_id, what)
);

-- certificate: one per completion; whether it still holds is read from the facts.
CREATE TABLE certificate (
    code       TEXT PRIMARY KEY,
    fact_id    TEXT NOT NULL REFERENCES fact (id),
    person_id  TEXT NOT NULL REFERENCES person (id),
    show_name  BOOLEAN NOT NULL,
    issued_at  TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX certificate_fact ON certificate (fact_id);
CREATE INDEX certificate_person ON certificate (person_id);
