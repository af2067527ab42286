-- +goose Up

-- journey: when a layer was decided; NULL for what was decided before anybody noted it.
ALTER TABLE layer ADD COLUMN made_at TIMESTAMP;
CREATE INDEX layer_journey ON layer (journey_id, valid_until);

-- What somebody is working on before it is saved: every version of the draft of a place's layer, the
-- highest is the draft. base_id is the layer that it began from; '' where there was none.
CREATE TABLE layer_draft (
    node_id     TEXT NOT NULL REFERENCES node (id),
    journey_id  TEXT NOT NULL REFERENCES journey (id),
    version     BIGINT NOT NULL,
    base_id     TEXT NOT NULL,
    body        TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    PRIMARY KEY (node_id, journey_id, version)
);
-- What stood above a layer when the place last took a stand on it: the frame's version and the
-- layers (ids, with spaces between). What has come since is told until it is answered (R073).
CREATE TABLE layer_stand (
    node_id     TEXT NOT NULL REFERENCES node (id),
    journey_id  TEXT NOT NULL REFERENCES journey (id),
    version     BIGINT NOT NULL,
    above       TEXT NOT NULL,
    PRIMARY KEY (node_id, journey_id)
);
CREATE TABLE layer_answer (
    id          TEXT PRIMARY KEY,
    node_id     TEXT NOT NULL REFERENCES node (id),
    journey_id  TEXT NOT NULL REFERENCES journey (id),
    news        TEXT NOT NULL,
    item        TEXT NOT NULL,
    answer      TEXT NOT NULL CONSTRAINT layer_answer_answer CHECK (answer IN ('take', 'keep', 'decline')),
    why         TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX layer_answer_news ON layer_answer (node_id, journey_id, news);

-- course: what a place adds at a named place inside a course that is somebody else's (R105). A row is
-- a version; the highest without ended_at is what stands.
CREATE TABLE course_local (
    id         TEXT NOT NULL,
    version    BIGINT NOT NULL,
    course_id  TEXT NOT NULL REFERENCES course (id),
    node_id    TEXT NOT NULL REFERENCES node (id),
    place      TEXT NOT NULL,
    kind       TEXT NOT NULL CONSTRAINT course_local_kind CHECK (kind IN ('page', 'task')),
    title      TEXT NOT NULL,
    body       TEXT NOT NULL,
    html       TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL,
    ended_at   TIMESTAMP,
    ended_by   TEXT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX course_local_course ON course_local (course_id, node_id) WHERE ended_at IS NULL;
CREATE INDEX course_local_node ON course_local (node_id) WHERE ended_at IS NULL;
CREATE TABLE course_local_done (
    person_id  TEXT NOT NULL REFERENCES person (id),
    local_id   TEXT NOT NULL,
    at         TIMESTAMP NOT NULL,
    PRIMARY KEY (person_id, local_id)
);
