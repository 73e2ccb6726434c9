-- The event log, the records it tells of, and what stays on this laptop. Never edited once released.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE writer (
    id INTEGER PRIMARY KEY,
    name BLOB NOT NULL UNIQUE CHECK (length(name) = 16)
) STRICT;

-- Numbers for register names, so that the heads of a record stay small. Local to the file.
CREATE TABLE register (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    kind TEXT NOT NULL,
    parent INTEGER REFERENCES record (id),
    scope INTEGER REFERENCES record (id),
    -- Packed (register, events that nobody replaced, generations).
    heads BLOB NOT NULL DEFAULT x'',
    -- Parked, cleared, and conflicting answers, and notes, as JSON; NULL for most records.
    aside TEXT,
    -- Cached content digest; NULL when anything below changed.
    digest BLOB
) STRICT;
CREATE INDEX record_parent ON record (parent, kind);

CREATE TABLE event (
    local INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    scope INTEGER NOT NULL REFERENCES record (id),
    writer INTEGER NOT NULL REFERENCES writer (id),
    seq INTEGER NOT NULL CHECK (seq > 0),
    record INTEGER NOT NULL REFERENCES record (id),
    bytes BLOB NOT NULL
) STRICT;
CREATE INDEX event_chain ON event (scope, writer, seq);
CREATE INDEX event_record ON event (record);

-- Events of a scope that are in no other known event's past.
CREATE TABLE tip (
    scope INTEGER NOT NULL REFERENCES record (id),
    event BLOB NOT NULL,
    PRIMARY KEY (scope, event)
) STRICT, WITHOUT ROWID;

-- The event under way: at most one, without number or hash until it is sealed.
CREATE TABLE open_event (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    record INTEGER NOT NULL REFERENCES record (id),
    actor TEXT NOT NULL,
    clock TEXT NOT NULL,
    ms INTEGER NOT NULL,
    patch TEXT NOT NULL
) STRICT;

CREATE TABLE tally (
    record INTEGER PRIMARY KEY REFERENCES record (id),
    villages INTEGER NOT NULL,
    villages_disposed INTEGER NOT NULL,
    villages_complete INTEGER NOT NULL,
    groups INTEGER NOT NULL,
    groups_disposed INTEGER NOT NULL,
    groups_complete INTEGER NOT NULL,
    households INTEGER NOT NULL,
    households_disposed INTEGER NOT NULL,
    households_complete INTEGER NOT NULL,
    persons INTEGER NOT NULL,
    persons_disposed INTEGER NOT NULL,
    persons_complete INTEGER NOT NULL,
    applicable INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    reasoned INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    hard INTEGER NOT NULL,
    soft_open INTEGER NOT NULL,
    soft_confirmed INTEGER NOT NULL
) STRICT;

CREATE TABLE finding (
    record INTEGER NOT NULL REFERENCES record (id),
    rule TEXT NOT NULL,
    cell TEXT NOT NULL,
    level TEXT NOT NULL,
    fills TEXT NOT NULL,
    PRIMARY KEY (record, rule, cell)
) STRICT, WITHOUT ROWID;

-- What people type to find a unit: name, readings, number, tail of the identity number.
CREATE TABLE search (
    key TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES record (id),
    PRIMARY KEY (key, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_record ON search (record);

-- Local to the laptop: never an event, never in a package.
CREATE TABLE draft (
    record INTEGER NOT NULL REFERENCES record (id),
    item TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (record, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE local (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
