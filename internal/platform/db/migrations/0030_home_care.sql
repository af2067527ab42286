-- +goose Up

-- org: places that are home care (hemtjänst), as their employer says: where a fast omsorgskontakt asks for a
-- protected title. What is said of a place holds for all under it.
CREATE TABLE home_care (
    id           TEXT PRIMARY KEY,
    employer_id  TEXT NOT NULL REFERENCES node (id),
    node_id      TEXT NOT NULL REFERENCES node (id),
    valid_from   TEXT NOT NULL,
    valid_until  TEXT NOT NULL,
    made_by      TEXT NOT NULL
);
CREATE INDEX home_care_employer ON home_care (employer_id, valid_until);
CREATE INDEX home_care_node ON home_care (node_id);
