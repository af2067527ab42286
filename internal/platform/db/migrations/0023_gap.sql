-- +goose Up

-- gap: how each employment that counts stands to what its unit asks for, kept from facts and changes.
-- All of it can be computed again; nothing hangs on it, and people may go without it. marks has one
-- letter for each of the list. several: the person has more than one such employment.
CREATE TABLE gap_position (
    employment_id  TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL,
    employer_id    TEXT NOT NULL,
    unit_id        TEXT NOT NULL,
    team_id        TEXT NOT NULL,
    occupation     TEXT NOT NULL,
    area           TEXT NOT NULL,
    several        BOOLEAN NOT NULL,
    list_id        TEXT NOT NULL,
    marks          TEXT NOT NULL
);
CREATE INDEX gap_position_person ON gap_position (person_id);
CREATE INDEX gap_position_unit ON gap_position (unit_id);
CREATE INDEX gap_position_several ON gap_position (person_id, unit_id) WHERE several;
-- What the marks of many employments, or the figures of many units, are about. A list never changes.
CREATE TABLE gap_list (
    id    TEXT PRIMARY KEY,
    body  TEXT NOT NULL
);
-- The figures of each unit, kept with its positions: four numbers for each of the list (required, held,
-- develop, recruit); three for each of pool_list (whom it is for, who holds it, who can be developed).
CREATE TABLE gap_tally (
    unit_id    TEXT PRIMARY KEY,
    persons    BIGINT NOT NULL,
    list_id    TEXT NOT NULL,
    figures    TEXT NOT NULL,
    pool_list  TEXT NOT NULL,
    pools      TEXT NOT NULL
);
-- The units' figures as they were on one day of a month.
CREATE TABLE gap_month (
    on_day   TEXT NOT NULL,
    unit_id  TEXT NOT NULL,
    persons  BIGINT NOT NULL,
    list_id  TEXT NOT NULL,
    figures  TEXT NOT NULL,
    PRIMARY KEY (on_day, unit_id)
);
CREATE INDEX gap_month_unit ON gap_month (unit_id);
-- People whom a unit plans to employ from a coming day (R204). No person: a number.
CREATE TABLE gap_hire (
    id          TEXT PRIMARY KEY,
    unit_id     TEXT NOT NULL REFERENCES node (id),
    occupation  TEXT NOT NULL,
    area        TEXT NOT NULL,
    number      BIGINT NOT NULL,
    from_day    TEXT NOT NULL,
    note        TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_at     TIMESTAMP NOT NULL,
    ended_by    TEXT NOT NULL,
    ended_at    TIMESTAMP
);
CREATE INDEX gap_hire_unit ON gap_hire (unit_id, from_day);
-- How many of a place's people are of what age (R218), as the employer has counted them: no birth dates
-- are kept of anybody. The latest day counts.
CREATE TABLE gap_age (
    node_id  TEXT NOT NULL REFERENCES node (id),
    on_day   TEXT NOT NULL,
    band     TEXT NOT NULL,
    people   BIGINT NOT NULL,
    made_by  TEXT NOT NULL,
    made_at  TIMESTAMP NOT NULL,
    PRIMARY KEY (node_id, on_day, band)
);
