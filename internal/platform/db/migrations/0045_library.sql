-- +goose Up

-- library: the material bank (R331). What an item says is content (JSON); its columns are what it is found by. Every
-- saved revision is kept. Of shipped items (slug) digest tells which text was taken in last; '' = somebody here has
-- changed it since, and it is left alone. spread: 'own' = those at the owner's place, 'all' = everybody.
CREATE TABLE material (
    id              TEXT PRIMARY KEY,
    owner_id        TEXT NOT NULL REFERENCES node (id),
    slug            TEXT NOT NULL DEFAULT '',
    digest          TEXT NOT NULL DEFAULT '',
    state           TEXT NOT NULL CONSTRAINT material_state CHECK (state IN ('draft', 'published', 'ended')),
    spread          TEXT NOT NULL CONSTRAINT material_spread CHECK (spread IN ('own', 'all')),
    title           TEXT NOT NULL,
    form            TEXT NOT NULL,
    level           TEXT NOT NULL DEFAULT '',
    for_users       BOOLEAN NOT NULL DEFAULT FALSE,
    content         TEXT NOT NULL,
    based_on        TEXT NOT NULL DEFAULT '',
    reviewed_on     TEXT NOT NULL,
    review_on       TEXT NOT NULL,
    revision        BIGINT NOT NULL,
    made_by         TEXT NOT NULL,
    made_at         TIMESTAMP NOT NULL,
    changed_by      TEXT NOT NULL,
    changed_at      TIMESTAMP NOT NULL
);
CREATE INDEX material_owner ON material (owner_id, state);
CREATE INDEX material_list ON material (state, changed_at);
CREATE INDEX material_review ON material (state, review_on);
CREATE UNIQUE INDEX material_slug ON material (owner_id, slug) WHERE slug <> '';

CREATE TABLE material_revision (
    material_id     TEXT NOT NULL REFERENCES material (id),
    revision        BIGINT NOT NULL,
    title           TEXT NOT NULL,
    content         TEXT NOT NULL,
    made_by         TEXT NOT NULL,
    made_at         TIMESTAMP NOT NULL,
    PRIMARY KEY (material_id, revision)
);

CREATE TABLE material_file (
    id              TEXT PRIMARY KEY,
    material_id     TEXT NOT NULL REFERENCES material (id),
    blob            TEXT NOT NULL,
    name            TEXT NOT NULL,
    kind            TEXT NOT NULL,
    bytes           BIGINT NOT NULL,
    about           TEXT NOT NULL,
    made_by         TEXT NOT NULL,
    made_at         TIMESTAMP NOT NULL
);
CREATE INDEX material_file_of ON material_file (material_id);
CREATE INDEX material_file_blob ON material_file (blob);

-- A toolbox: items about one theme, in an order (R268). audience: '' = everybody, or whose page shows it first.
CREATE TABLE toolbox (
    id              TEXT PRIMARY KEY,
    owner_id        TEXT NOT NULL REFERENCES node (id),
    slug            TEXT NOT NULL DEFAULT '',
    digest          TEXT NOT NULL DEFAULT '',
    state           TEXT NOT NULL CONSTRAINT toolbox_state CHECK (state IN ('draft', 'published', 'ended')),
    spread          TEXT NOT NULL CONSTRAINT toolbox_spread CHECK (spread IN ('own', 'all')),
    title           TEXT NOT NULL,
    theme           TEXT NOT NULL,
    audience        TEXT NOT NULL DEFAULT '',
    about           TEXT NOT NULL,
    revision        BIGINT NOT NULL,
    made_by         TEXT NOT NULL,
    made_at         TIMESTAMP NOT NULL,
    changed_by      TEXT NOT NULL,
    changed_at      TIMESTAMP NOT NULL
);
CREATE INDEX toolbox_owner ON toolbox (owner_id, state);
CREATE UNIQUE INDEX toolbox_slug ON toolbox (owner_id, slug) WHERE slug <> '';

CREATE TABLE toolbox_item (
    toolbox_id      TEXT NOT NULL REFERENCES toolbox (id),
    material_id     TEXT NOT NULL REFERENCES material (id),
    number          BIGINT NOT NULL,
    PRIMARY KEY (toolbox_id, material_id)
);
CREATE INDEX toolbox_item_of ON toolbox_item (material_id);

-- Packages that have been made, by what they hold: the same content is made once. They can be made again.
CREATE TABLE library_package (
    digest          TEXT PRIMARY KEY,
    toolbox_id      TEXT NOT NULL REFERENCES toolbox (id),
    blob            TEXT NOT NULL,
    bytes           BIGINT NOT NULL,
    made_at         TIMESTAMP NOT NULL
);
CREATE INDEX library_package_blob ON library_package (blob);
CREATE INDEX library_package_age ON library_package (made_at);

-- What items and examples are found by. kind: 'material' or 'example'; what: 'topic', 'area', 'occupation', 'role'.
CREATE TABLE library_tag (
    kind            TEXT NOT NULL,
    thing_id        TEXT NOT NULL,
    what            TEXT NOT NULL,
    value           TEXT NOT NULL,
    PRIMARY KEY (kind, thing_id, what, value)
);
CREATE INDEX library_tag_value ON library_tag (kind, what, value);
CREATE TABLE library_word (
    kind            TEXT NOT NULL,
    thing_id        TEXT NOT NULL,
    word            TEXT NOT NULL,
    PRIMARY KEY (kind, thing_id, word)
);
CREATE INDEX library_word_word ON library_word (kind, word);

-- Good examples (R125). person_id sent it; desk_id is the place whose keepers have it now, '' = nobody. wish is how far
-- the person wants it to be spread, spread how far it is: 'own' = the employer, 'rss', 'all'.
CREATE TABLE example (
    id              TEXT PRIMARY KEY,
    person_id       TEXT NOT NULL,
    employer_id     TEXT NOT NULL REFERENCES node (id),
    municipality_id TEXT NOT NULL,
    rss_id          TEXT NOT NULL,
    unit_id         TEXT NOT NULL REFERENCES node (id),
    state           TEXT NOT NULL CONSTRAINT example_state CHECK (state IN ('draft', 'sent', 'held', 'changes', 'published', 'declined', 'withdrawn')),
    wish            TEXT NOT NULL CONSTRAINT example_wish CHECK (wish IN ('own', 'rss', 'all')),
    spread          TEXT NOT NULL CONSTRAINT example_spread CHECK (spread IN ('', 'own', 'rss', 'all')),
    desk_id         TEXT NOT NULL DEFAULT '',
    title           TEXT NOT NULL,
    content         TEXT NOT NULL,
    named           BOOLEAN NOT NULL DEFAULT FALSE,
    contact         BOOLEAN NOT NULL DEFAULT FALSE,
    based_on        TEXT NOT NULL DEFAULT '',
    published_on    TEXT NOT NULL DEFAULT '',
    revision        BIGINT NOT NULL,
    made_at         TIMESTAMP NOT NULL,
    changed_at      TIMESTAMP NOT NULL
);
CREATE INDEX example_person ON example (person_id);
CREATE INDEX example_desk ON example (desk_id) WHERE desk_id <> '';
CREATE INDEX example_unit ON example (unit_id);
CREATE INDEX example_list ON example (state, published_on);

CREATE TABLE example_event (
    id              TEXT PRIMARY KEY,
    example_id      TEXT NOT NULL REFERENCES example (id),
    what            TEXT NOT NULL,
    note            TEXT NOT NULL,
    by_id           TEXT NOT NULL,
    at              TIMESTAMP NOT NULL
);
CREATE INDEX example_event_of ON example_event (example_id);

CREATE TABLE example_picture (
    id              TEXT PRIMARY KEY,
    example_id      TEXT NOT NULL REFERENCES example (id),
    blob            TEXT NOT NULL,
    name            TEXT NOT NULL,
    about           TEXT NOT NULL,
    made_at         TIMESTAMP NOT NULL
);
CREATE INDEX example_picture_of ON example_picture (example_id);
CREATE INDEX example_picture_blob ON example_picture (blob);

-- Who wants to try an example, and what they were answered.
CREATE TABLE example_try (
    id              TEXT PRIMARY KEY,
    example_id      TEXT NOT NULL REFERENCES example (id),
    person_id       TEXT NOT NULL,
    employer_id     TEXT NOT NULL,
    unit_id         TEXT NOT NULL REFERENCES node (id),
    note            TEXT NOT NULL,
    answer          TEXT NOT NULL DEFAULT '',
    answered_by     TEXT NOT NULL DEFAULT '',
    made_at         TIMESTAMP NOT NULL,
    answered_at     TIMESTAMP
);
CREATE UNIQUE INDEX example_try_once ON example_try (example_id, person_id);
CREATE INDEX example_try_person ON example_try (person_id);

-- search: material and examples are found, too. What is found is made from other tables, so it is made again.
DROP TABLE search_word;
DROP TABLE search_doc;
CREATE TABLE search_doc (
    id      TEXT PRIMARY KEY,
    kind    TEXT NOT NULL CONSTRAINT search_doc_kind CHECK (kind IN ('course', 'lesson', 'word', 'journey', 'place', 'material', 'example')),
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
DELETE FROM search_mark WHERE source = 'docs';
