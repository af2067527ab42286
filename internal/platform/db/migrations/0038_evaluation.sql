-- +goose Up

-- evaluation: what people are asked after a course day, and by when. kind: reaction (the days after), use (three
-- months after), manager (whoever leads people who were there, three months after). It says only whether there is
-- an answer: what was answered stands apart, without anybody's name.
CREATE TABLE evaluation_ask (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CONSTRAINT evaluation_ask_kind CHECK (kind IN ('reaction', 'use', 'manager')),
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    person_id    TEXT NOT NULL,
    employer_id  TEXT NOT NULL,
    unit_id      TEXT NOT NULL,
    made_on      TEXT NOT NULL,
    until_day    TEXT NOT NULL,
    reminded     BOOLEAN NOT NULL,
    answered     BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX evaluation_ask_once ON evaluation_ask (occasion_id, kind, person_id);
CREATE INDEX evaluation_ask_person ON evaluation_ask (person_id, until_day);
CREATE INDEX evaluation_ask_open ON evaluation_ask (until_day) WHERE NOT answered;
-- An answer: which choice to each question (JSON), and words. Nothing leads from it to a person or to an hour.
CREATE TABLE evaluation_answer (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    choices      TEXT NOT NULL,
    words        TEXT NOT NULL,
    month        TEXT NOT NULL
);
CREATE INDEX evaluation_answer_occasion ON evaluation_answer (occasion_id, kind);
