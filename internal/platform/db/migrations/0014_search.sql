-- +goose Up

-- search: what can be found. All of it is made from other rooms' tables and can be made again.
CREATE TABLE search_doc (
    id      TEXT PRIMARY KEY,
    kind    TEXT NOT NULL CONSTRAINT search_doc_kind CHECK (kind IN ('course', 'lesson', 'word', 'journey', 'place')),
    title   TEXT NOT NULL,
    about   TEXT NOT NULL,
    href    TEXT NOT NULL,
    path    TEXT NOT NULL,
    digest  TEXT NOT NULL
);
CREATE INDEX search_doc_path ON search_doc (path);
CREATE TABLE search_word (
    word    TEXT NOT NULL,
    doc_id  TEXT NOT NULL REFERENCES search_doc (id),
    path    TEXT NOT NULL,
    weight  DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (word, doc_id)
);
CREATE INDEX search_word_doc ON search_word (doc_id);
-- The words of people's names, per employer that knows them.
CREATE TABLE search_person (
    employer_id  TEXT NOT NULL,
    word         TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    PRIMARY KEY (employer_id, word, person_id)
);
CREATE INDEX search_person_word ON search_person (word);
CREATE INDEX search_person_person ON search_person (person_id, employer_id);
-- Words written almost alike: near is a word with one letter less, or without its dots and rings.
CREATE TABLE search_near (
    near  TEXT NOT NULL,
    word  TEXT NOT NULL,
    PRIMARY KEY (near, word)
);
CREATE INDEX search_near_word ON search_near (word);
-- How far the index has come with each source.
CREATE TABLE search_mark (
    source  TEXT PRIMARY KEY,
    mark    TEXT NOT NULL
);
