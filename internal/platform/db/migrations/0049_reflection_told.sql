-- +goose Up

-- uptake: what has been told of an employer's reflection time in a quarter ("2026-3"), without names. It is counted once, so
-- that two days laid side by side tell of nobody (rule 25). figures is JSON (uptake.Figures).
CREATE TABLE reflection_told (
    employer_id  TEXT NOT NULL REFERENCES node (id),
    quarter      TEXT NOT NULL,
    counted_on   TEXT NOT NULL,
    figures      TEXT NOT NULL,
    PRIMARY KEY (employer_id, quarter)
);
