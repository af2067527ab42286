-- +goose Up

-- competence: what is formal, and functions, that a person holds from one day until another. A row is
-- never edited: it is checked once, and taken back by noting when and by whom, and how: refused by who
-- looked, ended because it was wrong or is over, withdrawn by the person, replaced by a later row. body is
-- what the kind has besides, as JSON. controller_id is the employer that keeps it.
CREATE TABLE merit (
    id             TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL REFERENCES person (id),
    controller_id  TEXT NOT NULL REFERENCES node (id),
    kind           TEXT NOT NULL CONSTRAINT merit_kind CHECK (kind IN ('education', 'licence', 'title', 'validation', 'function')),
    ref            TEXT NOT NULL,
    orientation    TEXT NOT NULL,
    credits        DOUBLE PRECISION NOT NULL,
    credit_system  TEXT NOT NULL,
    from_date      TEXT NOT NULL,
    until_date     TEXT NOT NULL,
    body           TEXT NOT NULL,
    evidence_hash  TEXT NOT NULL,
    evidence_name  TEXT NOT NULL,
    made_by        TEXT NOT NULL,
    made_at        TIMESTAMP NOT NULL,
    checked_by     TEXT NOT NULL,
    checked_at     TIMESTAMP,
    ended_by       TEXT NOT NULL,
    ended_at       TIMESTAMP,
    ended_why      TEXT NOT NULL,
    ended_how      TEXT NOT NULL DEFAULT '' CONSTRAINT merit_ended_how CHECK (ended_how IN ('', 'refused', 'ended', 'withdrawn', 'replaced'))
);
CREATE INDEX merit_person ON merit (person_id);
CREATE INDEX merit_controller ON merit (controller_id, kind);
CREATE INDEX merit_waiting ON merit (controller_id, made_at, id) WHERE checked_at IS NULL AND ended_at IS NULL;
CREATE INDEX merit_evidence ON merit (evidence_hash) WHERE evidence_hash <> '';
-- What somebody judged a person to hold of a requirement; level '' is none of it. Appended only; the
-- latest by each sort of assessor counts. ended_at takes back what was noted by mistake.
CREATE TABLE assessment (
    id             TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL REFERENCES person (id),
    controller_id  TEXT NOT NULL REFERENCES node (id),
    requirement    TEXT NOT NULL,
    goal           TEXT NOT NULL,
    level          TEXT NOT NULL,
    assessor       TEXT NOT NULL CONSTRAINT assessment_assessor CHECK (assessor IN ('self', 'colleague', 'manager')),
    on_day         TEXT NOT NULL,
    note           TEXT NOT NULL,
    made_by        TEXT NOT NULL,
    made_at        TIMESTAMP NOT NULL,
    ended_by       TEXT NOT NULL,
    ended_at       TIMESTAMP
);
CREATE INDEX assessment_person ON assessment (person_id);
CREATE INDEX assessment_controller ON assessment (controller_id);
