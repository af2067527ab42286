-- +goose Up

-- preset: models of learning at the workplace that places have taken in. A load is one time that somebody took one in:
-- whole says that every part came in; else it is loaded again, and goes on where it stopped.
CREATE TABLE preset_load (
    id         TEXT PRIMARY KEY,
    preset_id  TEXT NOT NULL,
    node_id    TEXT NOT NULL REFERENCES node (id),
    whole      BOOLEAN NOT NULL,
    made_by    TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL
);
CREATE INDEX preset_load_node ON preset_load (node_id, made_at);
CREATE INDEX preset_load_made ON preset_load (made_at);
-- What a load made, each part once at a place: what was taken in is not taken in again. outcome: made; there (the place had
-- it already); kept (the place has decided otherwise, and that stays).
CREATE TABLE preset_made (
    preset_id  TEXT NOT NULL,
    place_id   TEXT NOT NULL REFERENCES node (id),
    kind       TEXT NOT NULL,
    ref        TEXT NOT NULL,
    load_id    TEXT NOT NULL REFERENCES preset_load (id),
    outcome    TEXT NOT NULL CONSTRAINT preset_made_outcome CHECK (outcome IN ('made', 'there', 'kept')),
    made_id    TEXT NOT NULL,
    made_at    TIMESTAMP NOT NULL,
    PRIMARY KEY (preset_id, place_id, kind, ref)
);
CREATE INDEX preset_made_load ON preset_made (load_id);
CREATE INDEX preset_made_place ON preset_made (place_id);
-- Somebody is taking a preset in at a place, so that two at once do not make anything twice.
CREATE TABLE preset_busy (
    preset_id  TEXT NOT NULL,
    node_id    TEXT NOT NULL,
    until_at   TIMESTAMP NOT NULL,
    PRIMARY KEY (preset_id, node_id)
);
