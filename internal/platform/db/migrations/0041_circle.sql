-- +goose Up

-- circle: guides of meetings (R141, R152). A guide belongs to a place: the nation, an RSS or an employer. The version that
-- meetings are planned from is the latest published one; draft is the work under way ('' = none). source is the digest of
-- the shipped file that a version came from, '' = somebody published it here.
CREATE TABLE guide (
    id           TEXT PRIMARY KEY,
    owner_id     TEXT NOT NULL,
    kind         TEXT NOT NULL,
    title        TEXT NOT NULL,
    version      BIGINT NOT NULL,
    draft        TEXT NOT NULL,
    ended_on     TEXT NOT NULL,
    revision     BIGINT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    changed_by   TEXT NOT NULL,
    changed_at   TIMESTAMP NOT NULL
);
CREATE INDEX guide_owner ON guide (owner_id, ended_on);

CREATE TABLE guide_version (
    guide_id      TEXT NOT NULL REFERENCES guide (id),
    version       BIGINT NOT NULL,
    body          TEXT NOT NULL,
    source        TEXT NOT NULL,
    published_by  TEXT NOT NULL,
    published_at  TIMESTAMP NOT NULL,
    PRIMARY KEY (guide_id, version)
);

-- A circle is what a unit plans from a guide: one meeting or a series. body is the guide's text as it was then.
-- audience: 'unit' = everybody of the unit, 'team:ID' = of a team, '' = those who were chosen.
CREATE TABLE circle (
    id             TEXT PRIMARY KEY,
    unit_id        TEXT NOT NULL,
    employer_id    TEXT NOT NULL,
    leader_id      TEXT NOT NULL,
    guide_id       TEXT NOT NULL,
    guide_version  BIGINT NOT NULL,
    kind           TEXT NOT NULL,
    title          TEXT NOT NULL,
    body           TEXT NOT NULL,
    course_id      TEXT NOT NULL,
    audience       TEXT NOT NULL,
    group_most     BIGINT NOT NULL,
    groups_set     BOOLEAN NOT NULL,
    ended_on       TEXT NOT NULL,
    end_why        TEXT NOT NULL,
    revision       BIGINT NOT NULL,
    made_by        TEXT NOT NULL,
    made_at        TIMESTAMP NOT NULL,
    changed_at     TIMESTAMP NOT NULL
);
CREATE INDEX circle_unit ON circle (unit_id, ended_on);
CREATE INDEX circle_leader ON circle (leader_id, ended_on);
CREATE INDEX circle_ended ON circle (ended_on);

CREATE TABLE circle_meeting (
    id            TEXT PRIMARY KEY,
    circle_id     TEXT NOT NULL REFERENCES circle (id),
    part          BIGINT NOT NULL,
    title         TEXT NOT NULL,
    on_day        TEXT NOT NULL,
    begins        TEXT NOT NULL,
    minutes       BIGINT NOT NULL CONSTRAINT circle_meeting_minutes CHECK (minutes > 0),
    place         TEXT NOT NULL,
    link          TEXT NOT NULL,
    state         TEXT NOT NULL,
    held_minutes  BIGINT NOT NULL,
    held_by       TEXT NOT NULL,
    why           TEXT NOT NULL,
    nudged_on     TEXT NOT NULL,
    revision      BIGINT NOT NULL,
    sequence      BIGINT NOT NULL,
    made_at       TIMESTAMP NOT NULL,
    changed_at    TIMESTAMP NOT NULL
);
CREATE INDEX circle_meeting_circle ON circle_meeting (circle_id, on_day);
CREATE INDEX circle_meeting_day ON circle_meeting (state, on_day);

-- Who takes part. how: 'unit' of the unit that plans, 'guest' a colleague from elsewhere (rule 38).
CREATE TABLE circle_member (
    circle_id    TEXT NOT NULL REFERENCES circle (id),
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    unit_id      TEXT NOT NULL,
    how          TEXT NOT NULL,
    state        TEXT NOT NULL,
    small_group  BIGINT NOT NULL,
    invited_by   TEXT NOT NULL,
    invited_at   TIMESTAMP NOT NULL,
    changed_at   TIMESTAMP NOT NULL,
    PRIMARY KEY (circle_id, person_id)
);
CREATE INDEX circle_member_person ON circle_member (person_id);

-- Marks are appended; the newest (marked_at, then id) holds. how: list, self, alone, record.
CREATE TABLE circle_mark (
    id           TEXT PRIMARY KEY,
    meeting_id   TEXT NOT NULL REFERENCES circle_meeting (id),
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    present      BOOLEAN NOT NULL,
    how          TEXT NOT NULL,
    by_id        TEXT NOT NULL,
    marked_at    TIMESTAMP NOT NULL,
    received_at  TIMESTAMP NOT NULL
);
CREATE INDEX circle_mark_meeting ON circle_mark (meeting_id, person_id);
CREATE INDEX circle_mark_person ON circle_mark (person_id);

-- What the marks of a person say, kept. fact_key: of the standing fact in the record, '' = none stands.
CREATE TABLE circle_presence (
    meeting_id   TEXT NOT NULL REFERENCES circle_meeting (id),
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    unit_id      TEXT NOT NULL,
    present      BOOLEAN NOT NULL,
    alone        BOOLEAN NOT NULL,
    minutes      BIGINT NOT NULL,
    fact_key     TEXT NOT NULL,
    marked_at    TIMESTAMP NOT NULL,
    PRIMARY KEY (meeting_id, person_id)
);
CREATE INDEX circle_presence_person ON circle_presence (person_id);

-- What a group came to in a step; step 'case' is the team's own case (R148). Texts name nobody.
CREATE TABLE circle_text (
    meeting_id  TEXT NOT NULL REFERENCES circle_meeting (id),
    step        TEXT NOT NULL,
    text        TEXT NOT NULL,
    revision    BIGINT NOT NULL,
    changed_by  TEXT NOT NULL,
    changed_at  TIMESTAMP NOT NULL,
    PRIMARY KEY (meeting_id, step)
);

-- A person's own thoughts, shared with the group only when the person says so; and steps ticked when reflecting alone (R154).
CREATE TABLE circle_thought (
    meeting_id   TEXT NOT NULL REFERENCES circle_meeting (id),
    person_id    TEXT NOT NULL,
    step         TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    text         TEXT NOT NULL,
    ticked       BOOLEAN NOT NULL,
    shared       BOOLEAN NOT NULL,
    changed_at   TIMESTAMP NOT NULL,
    PRIMARY KEY (meeting_id, person_id, step)
);
CREATE INDEX circle_thought_person ON circle_thought (person_id);

-- What a group agreed on (R145). owner_id '' = the unit.
CREATE TABLE agreement (
    id           TEXT PRIMARY KEY,
    circle_id    TEXT NOT NULL REFERENCES circle (id),
    meeting_id   TEXT NOT NULL REFERENCES circle_meeting (id),
    unit_id      TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    what         TEXT NOT NULL,
    owner_id     TEXT NOT NULL,
    due_day      TEXT NOT NULL,
    state        TEXT NOT NULL,
    outcome      TEXT NOT NULL,
    revision     BIGINT NOT NULL,
    reminded_on  TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL,
    changed_by   TEXT NOT NULL,
    changed_at   TIMESTAMP NOT NULL
);
CREATE INDEX agreement_unit ON agreement (unit_id, state, due_day);
CREATE INDEX agreement_circle ON agreement (circle_id);
CREATE INDEX agreement_owner ON agreement (owner_id, state);
CREATE INDEX agreement_due ON agreement (state, due_day);
