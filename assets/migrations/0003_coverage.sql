-- Who answers for what: returned work, sign-offs, when a unit was changed last, and its ledger.

-- Seconds of the latest clock among the events that set items.
ALTER TABLE record ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
-- Cached ledger of a unit from the group up, as JSON; NULL when anything below changed.
ALTER TABLE record ADD COLUMN ledger TEXT;

ALTER TABLE tally ADD COLUMN returns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tally ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;

-- Threads of returned work, as their messages leave them.
CREATE TABLE thread (
    record INTEGER NOT NULL REFERENCES record (id),
    id TEXT NOT NULL,
    item TEXT,
    state TEXT NOT NULL,
    PRIMARY KEY (record, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_id ON thread (id);

-- The sign-off of a unit that is signed: the digest of the answers that were signed, and whether
-- somebody unsealed it since.
CREATE TABLE sign_off (
    record INTEGER PRIMARY KEY REFERENCES record (id),
    answers BLOB NOT NULL CHECK (length(answers) = 32),
    is_unsealed INTEGER NOT NULL
) STRICT;

-- Events of older files know when each record was changed.
UPDATE record SET changed = coalesce((
    SELECT max(CAST(strftime('%s', CAST(event.bytes AS TEXT) ->> '$.clock') AS INTEGER))
    FROM event WHERE event.record = record.id AND EXISTS (
        SELECT 1 FROM json_each(CAST(event.bytes AS TEXT), '$.items') AS item
        WHERE item.key NOT LIKE '@%' OR item.key = '@parent')), 0);
