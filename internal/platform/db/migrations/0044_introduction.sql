-- +goose Up

-- introduction: checklists for professions, as versions: body is JSON (introduction/checklist.Template). source is the
-- digest of the shipped file, '' of what a place has put in itself. A version is never changed.
CREATE TABLE introduction_template (
    id        TEXT PRIMARY KEY,
    owner_id  TEXT NOT NULL REFERENCES node (id),
    made_by   TEXT NOT NULL,
    made_at   TIMESTAMP NOT NULL
);
CREATE TABLE introduction_version (
    template_id  TEXT NOT NULL REFERENCES introduction_template (id),
    version      BIGINT NOT NULL,
    valid_from   TEXT NOT NULL,
    source       TEXT NOT NULL,
    body         TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    PRIMARY KEY (template_id, version)
);
-- Whether a place uses a checklist; the nearest place on the way up decides, else the checklist itself (offered or not).
CREATE TABLE introduction_use (
    node_id      TEXT NOT NULL REFERENCES node (id),
    template_id  TEXT NOT NULL REFERENCES introduction_template (id),
    used         BOOLEAN NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    PRIMARY KEY (node_id, template_id)
);
-- What a workplace adds (R241): items of a municipality, another employer, an operation or a unit. template_id '' goes
-- with every checklist. An item is ended, never deleted, since somebody may have done it.
CREATE TABLE workplace_item (
    id           TEXT PRIMARY KEY,
    node_id      TEXT NOT NULL REFERENCES node (id),
    template_id  TEXT NOT NULL,
    moment       TEXT NOT NULL CONSTRAINT workplace_item_moment CHECK (moment IN ('day_1', 'week_1', 'month_1', 'months_3', 'months_12')),
    text         TEXT NOT NULL,
    easy         TEXT NOT NULL,
    who          TEXT NOT NULL CONSTRAINT workplace_item_who CHECK (who IN ('self', 'mentor', 'colleague', 'manager')),
    course_id    TEXT NOT NULL,
    minutes      BIGINT NOT NULL,
    position     BIGINT NOT NULL,
    ended_on     TEXT NOT NULL,
    revision     BIGINT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    changed_by   TEXT NOT NULL,
    changed_at   TIMESTAMP NOT NULL
);
CREATE INDEX workplace_item_node ON workplace_item (node_id, position);
-- Somebody's introduction. start_day is what due days are counted from; once_key is employment:ID of what began by
-- itself. paused_days are of earlier pauses; paused_on '' = not paused now. form is the employment's, for figures.
CREATE TABLE introduction (
    id             TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL,
    employer_id    TEXT NOT NULL REFERENCES node (id),
    unit_id        TEXT NOT NULL REFERENCES node (id),
    employment_id  TEXT NOT NULL,
    once_key       TEXT NOT NULL,
    why            TEXT NOT NULL CONSTRAINT introduction_why CHECK (why IN ('new', 'hand', 'move')),
    template_id    TEXT NOT NULL,
    version        BIGINT NOT NULL,
    form           TEXT NOT NULL,
    area           TEXT NOT NULL,
    start_day      TEXT NOT NULL,
    state          TEXT NOT NULL CONSTRAINT introduction_state CHECK (state IN ('active', 'paused', 'done', 'ended')),
    paused_on      TEXT NOT NULL,
    paused_days    BIGINT NOT NULL,
    done_on        TEXT NOT NULL,
    ended_on       TEXT NOT NULL,
    end_reason     TEXT NOT NULL,
    asks_mentor    BOOLEAN NOT NULL,
    asks_buddy     BOOLEAN NOT NULL,
    revision       BIGINT NOT NULL,
    made_by        TEXT NOT NULL,
    made_at        TIMESTAMP NOT NULL,
    changed_by     TEXT NOT NULL,
    changed_at     TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX introduction_once ON introduction (once_key);
CREATE UNIQUE INDEX introduction_one ON introduction (person_id, unit_id) WHERE state IN ('active', 'paused');
CREATE INDEX introduction_unit ON introduction (unit_id, state);
CREATE INDEX introduction_employer ON introduction (employer_id, start_day);
CREATE INDEX introduction_state ON introduction (state, id);
-- What is done of it; how: as whom it was confirmed.
CREATE TABLE introduction_tick (
    introduction_id  TEXT NOT NULL REFERENCES introduction (id),
    item_id          TEXT NOT NULL,
    how              TEXT NOT NULL CONSTRAINT introduction_tick_how CHECK (how IN ('self', 'mentor', 'colleague', 'manager', 'course', 'session')),
    by_id            TEXT NOT NULL,
    on_day           TEXT NOT NULL,
    at               TIMESTAMP NOT NULL,
    PRIMARY KEY (introduction_id, item_id)
);
CREATE INDEX introduction_tick_by ON introduction_tick (by_id);
-- That a colleague is asked to sign: a named one, or whoever has the code that the newcomer shows.
CREATE TABLE introduction_ask (
    introduction_id  TEXT NOT NULL REFERENCES introduction (id),
    item_id          TEXT NOT NULL,
    person_id        TEXT NOT NULL,
    code             TEXT NOT NULL,
    until            TIMESTAMP NOT NULL,
    made_at          TIMESTAMP NOT NULL,
    PRIMARY KEY (introduction_id, item_id)
);
CREATE INDEX introduction_ask_code ON introduction_ask (code) WHERE code <> '';
CREATE INDEX introduction_ask_person ON introduction_ask (person_id) WHERE person_id <> '';
-- Who follows a newcomer: mentor or buddy, of this newcomer only (R244, R246). employer_id is where the guide works.
CREATE TABLE introduction_guide (
    id               TEXT PRIMARY KEY,
    introduction_id  TEXT NOT NULL REFERENCES introduction (id),
    person_id        TEXT NOT NULL,
    employer_id      TEXT NOT NULL REFERENCES node (id),
    part             TEXT NOT NULL CONSTRAINT introduction_guide_part CHECK (part IN ('mentor', 'buddy')),
    from_day         TEXT NOT NULL,
    until_day        TEXT NOT NULL,
    made_by          TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX introduction_guide_one ON introduction_guide (introduction_id, part) WHERE until_day = '9999-12-31';
CREATE INDEX introduction_guide_person ON introduction_guide (person_id, until_day);
-- Meetings of mentor and newcomer, and sessions of a checklist (item_id, R247).
CREATE TABLE introduction_meeting (
    id               TEXT PRIMARY KEY,
    introduction_id  TEXT NOT NULL REFERENCES introduction (id),
    item_id          TEXT NOT NULL,
    on_day           TEXT NOT NULL,
    state            TEXT NOT NULL CONSTRAINT introduction_meeting_state CHECK (state IN ('planned', 'held', 'dropped')),
    revision         BIGINT NOT NULL,
    made_by          TEXT NOT NULL,
    made_at          TIMESTAMP NOT NULL,
    changed_by       TEXT NOT NULL,
    changed_at       TIMESTAMP NOT NULL
);
CREATE INDEX introduction_meeting_of ON introduction_meeting (introduction_id, on_day);
-- What mentor and newcomer note of a meeting, for the two of them.
CREATE TABLE introduction_note (
    id          TEXT PRIMARY KEY,
    meeting_id  TEXT NOT NULL REFERENCES introduction_meeting (id),
    by_id       TEXT NOT NULL,
    body        TEXT NOT NULL,
    at          TIMESTAMP NOT NULL
);
CREATE INDEX introduction_note_meeting ON introduction_note (meeting_id, at);
CREATE INDEX introduction_note_by ON introduction_note (by_id);
-- Supervision of base staff by licensed staff (R248): who, when, how long, about what; never about a patient.
CREATE TABLE supervision (
    id           TEXT PRIMARY KEY,
    by_id        TEXT NOT NULL,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    unit_id      TEXT NOT NULL REFERENCES node (id),
    on_day       TEXT NOT NULL,
    minutes      BIGINT NOT NULL,
    topic        TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL
);
CREATE INDEX supervision_by ON supervision (by_id, on_day);
CREATE INDEX supervision_unit ON supervision (unit_id, on_day);
-- Who was supervised; denied: the person says that it is not so.
CREATE TABLE supervision_person (
    supervision_id  TEXT NOT NULL REFERENCES supervision (id),
    person_id       TEXT NOT NULL,
    employer_id     TEXT NOT NULL,
    denied          BOOLEAN NOT NULL,
    PRIMARY KEY (supervision_id, person_id)
);
CREATE INDEX supervision_person_person ON supervision_person (person_id);
-- What was told of an employer to whoever may not see names, so that no small cell can be worked out (rule 25).
CREATE TABLE introduction_told (
    employer_id  TEXT PRIMARY KEY REFERENCES node (id),
    day          TEXT NOT NULL,
    body         TEXT NOT NULL
);
