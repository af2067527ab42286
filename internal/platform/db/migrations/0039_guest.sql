-- +goose Up

-- booking: organisations outside the tree (a region, a private provider, a school) that book guests to an
-- occasion themselves, within the seats given to them: a quota without a node (rule 33). They come by a secret
-- address; only its hash is kept, '' = the address is closed. It works until the occasion's last day is over.
CREATE TABLE guest_organisation (
    id           TEXT PRIMARY KEY,
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    name         TEXT NOT NULL,
    seats        BIGINT NOT NULL CONSTRAINT guest_organisation_seats CHECK (seats >= 0),
    released_on  TEXT NOT NULL,
    token_hash   TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TIMESTAMP NOT NULL
);
CREATE INDEX guest_organisation_occasion ON guest_organisation (occasion_id);
CREATE UNIQUE INDEX guest_organisation_token ON guest_organisation (token_hash) WHERE token_hash <> '';
-- Which of them booked a guest; '' = the organiser did.
ALTER TABLE guest ADD COLUMN organisation_id TEXT NOT NULL DEFAULT '';
-- Who has been asked to come another day of the same course instead, so that groups mix (R127): once for each day.
CREATE TABLE day_asked (
    booking_id   TEXT NOT NULL REFERENCES booking (id),
    occasion_id  TEXT NOT NULL REFERENCES occasion (id),
    by_id        TEXT NOT NULL,
    at           TIMESTAMP NOT NULL,
    PRIMARY KEY (booking_id, occasion_id)
);
