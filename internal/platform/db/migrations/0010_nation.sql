-- +goose Up

-- journey: the next version of a journey in the making, one a journey, which may be a new one. Saving
-- gives it the next revision; earlier ones stay so that two who save at once can be told apart.
CREATE TABLE journey_draft (
    journey_id    TEXT PRIMARY KEY,
    owner_id      TEXT NOT NULL REFERENCES node (id),
    base_version  BIGINT NOT NULL,
    revision      BIGINT NOT NULL,
    body          TEXT NOT NULL,
    made_by       TEXT NOT NULL,
    made_at       TIMESTAMP NOT NULL,
    changed_by    TEXT NOT NULL,
    changed_at    TIMESTAMP NOT NULL
);
CREATE INDEX journey_draft_made ON journey_draft (made_by);
CREATE INDEX journey_draft_changed ON journey_draft (changed_by);
CREATE TABLE draft_revision (
    journey_id  TEXT NOT NULL REFERENCES journey_draft (journey_id),
    revision    BIGINT NOT NULL,
    body        TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    PRIMARY KEY (journey_id, revision)
);
CREATE INDEX draft_revision_made ON draft_revision (made_by);
-- Whom a revision of a draft touches, counted in the background.
CREATE TABLE draft_touch (
    journey_id  TEXT PRIMARY KEY REFERENCES journey_draft (journey_id),
    revision    BIGINT NOT NULL,
    on_day      TEXT NOT NULL,
    state       TEXT NOT NULL CONSTRAINT draft_touch_state CHECK (state IN ('waiting', 'running', 'done')),
    done        BIGINT NOT NULL,
    total       BIGINT NOT NULL,
    result      TEXT NOT NULL,
    changed_at  TIMESTAMP NOT NULL
);
-- What the publisher says is new, and a version that was taken back before it held for all. A version
-- that nobody but its pilots has is valid from 9999-12-31.
ALTER TABLE journey_version ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE journey_version ADD COLUMN withdrawn_on TEXT NOT NULL DEFAULT '';
ALTER TABLE journey_version ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '';
CREATE INDEX journey_version_withdrawn ON journey_version (withdrawn_by);
-- Municipalities that have a version before the others, and what they say of it.
CREATE TABLE journey_pilot (
    journey_id       TEXT NOT NULL,
    version          BIGINT NOT NULL,
    municipality_id  TEXT NOT NULL REFERENCES node (id),
    valid_from       TEXT NOT NULL,
    valid_until      TEXT NOT NULL,
    made_by          TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL,
    note             TEXT NOT NULL,
    noted_by         TEXT NOT NULL,
    noted_at         TIMESTAMP,
    PRIMARY KEY (journey_id, version, municipality_id),
    FOREIGN KEY (journey_id, version) REFERENCES journey_version (journey_id, version)
);
CREATE INDEX journey_pilot_place ON journey_pilot (municipality_id, valid_until);
CREATE INDEX journey_pilot_made ON journey_pilot (made_by);
CREATE INDEX journey_pilot_noted ON journey_pilot (noted_by);

-- course: a version that is taken back, and municipalities that begin a version before the others.
ALTER TABLE course_version ADD COLUMN withdrawn_on TEXT NOT NULL DEFAULT '';
ALTER TABLE course_version ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '';
CREATE INDEX course_version_withdrawn ON course_version (withdrawn_by);
CREATE TABLE course_pilot (
    course_id        TEXT NOT NULL,
    version          BIGINT NOT NULL,
    municipality_id  TEXT NOT NULL REFERENCES node (id),
    valid_from       TEXT NOT NULL,
    valid_until      TEXT NOT NULL,
    made_by          TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL,
    PRIMARY KEY (course_id, version, municipality_id),
    FOREIGN KEY (course_id, version) REFERENCES course_version (course_id, version)
);
CREATE INDEX course_pilot_place ON course_pilot (municipality_id, course_id, valid_until);
CREATE INDEX course_pilot_made ON course_pilot (made_by);

-- org: other words for the same thing, old ones too, that a search understands.
CREATE TABLE synonym (
    word      TEXT PRIMARY KEY,
    means     TEXT NOT NULL,
    is_old    BOOLEAN NOT NULL,
    retired   TEXT NOT NULL,
    made_by   TEXT NOT NULL,
    made_at   TIMESTAMP NOT NULL
);
CREATE INDEX synonym_made ON synonym (made_by);
-- What was changed in the reference data, by whom, from when it means something else and why.
CREATE TABLE reference_change (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    ref_id      TEXT NOT NULL,
    before      TEXT NOT NULL,
    after       TEXT NOT NULL,
    holds_from  TEXT NOT NULL,
    why         TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL
);
CREATE INDEX reference_change_of ON reference_change (kind, ref_id, made_at);
CREATE INDEX reference_change_made ON reference_change (made_by);
