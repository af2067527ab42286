-- +goose Up

-- gap: what a municipality submitted of its gap on a day. exact is every figure, for the operator's
-- command; told is what others may see of it, decided when it was submitted; sums is told added up by
-- requirement, for what it was like earlier. All three as JSON. A row is never edited but for whether it
-- is the latest and when it was taken back.
CREATE TABLE gap_summary (
    id               TEXT PRIMARY KEY,
    municipality_id  TEXT NOT NULL REFERENCES node (id),
    as_of            TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL,
    made_by          TEXT NOT NULL,
    persons          BIGINT NOT NULL,
    exact            TEXT NOT NULL,
    told             TEXT NOT NULL,
    sums             TEXT NOT NULL,
    latest           BOOLEAN NOT NULL,
    withdrawn_at     TIMESTAMP,
    withdrawn_by     TEXT NOT NULL
);
CREATE INDEX gap_summary_municipality ON gap_summary (municipality_id, made_at);
CREATE INDEX gap_summary_as_of ON gap_summary (as_of);
CREATE UNIQUE INDEX gap_summary_latest ON gap_summary (municipality_id) WHERE latest;
-- What was last shown of an employer's live figures to those who may not see names: what is shown next
-- depends on it.
CREATE TABLE gap_told (
    employer_id  TEXT NOT NULL REFERENCES node (id),
    requirement  TEXT NOT NULL,
    on_day       TEXT NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (employer_id, requirement)
);
-- What a municipality has decided about a need of its own: to see to it itself, or to do it with others.
-- The latest row for a requirement counts.
CREATE TABLE joint_choice (
    id               TEXT PRIMARY KEY,
    municipality_id  TEXT NOT NULL REFERENCES node (id),
    requirement      TEXT NOT NULL,
    choice           TEXT NOT NULL CONSTRAINT joint_choice_choice CHECK (choice IN ('own', 'joint', 'open')),
    note             TEXT NOT NULL,
    made_by          TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL,
    latest           BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX joint_choice_latest ON joint_choice (municipality_id, requirement) WHERE latest;
-- A joint work that an RSS proposes for a requirement: card on its board. revision guards against two who
-- change it at once.
CREATE TABLE joint_work (
    id            TEXT PRIMARY KEY,
    rss_id        TEXT NOT NULL REFERENCES node (id),
    requirement   TEXT NOT NULL,
    plan_area     TEXT NOT NULL,
    from_day      TEXT NOT NULL,
    until_day     TEXT NOT NULL,
    title         TEXT NOT NULL,
    goal          TEXT NOT NULL,
    state         TEXT NOT NULL CONSTRAINT joint_work_state CHECK (state IN ('proposed', 'planned', 'done', 'dropped')),
    planned_when  TEXT NOT NULL,
    planned_where TEXT NOT NULL,
    planned_seats BIGINT NOT NULL,
    outcome       TEXT NOT NULL,
    revision      BIGINT NOT NULL,
    made_by       TEXT NOT NULL,
    made_at       TIMESTAMP NOT NULL,
    changed_by    TEXT NOT NULL,
    changed_at    TIMESTAMP NOT NULL
);
CREATE INDEX joint_work_rss ON joint_work (rss_id, state);
-- A municipality's answer to it. The latest counts.
CREATE TABLE joint_answer (
    id               TEXT PRIMARY KEY,
    work_id          TEXT NOT NULL REFERENCES joint_work (id),
    municipality_id  TEXT NOT NULL REFERENCES node (id),
    answer           TEXT NOT NULL CONSTRAINT joint_answer_answer CHECK (answer IN ('yes', 'no', 'own')),
    people           BIGINT NOT NULL,
    note             TEXT NOT NULL,
    made_by          TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL,
    latest           BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX joint_answer_latest ON joint_answer (work_id, municipality_id) WHERE latest;
CREATE INDEX joint_answer_municipality ON joint_answer (municipality_id);
