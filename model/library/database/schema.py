"""The tables of the library.

`strikes` holds only what is filtered by, a few bytes a strike, under its place in time (order.py); `lines` the rows of
the timeline; `tallies` the number of strikes of each day under each side and set of weapons, so that days, counts and
histograms never touch the strikes. A strike itself is made from its reports whenever one is looked at.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x5354524B  # "STRK", SQLite's application_id: says whose file this is
SCHEMA_VERSION: Final = 2

ADDED_TABLES_SQL: Final = """
CREATE TABLE IF NOT EXISTS elsewhere (  -- further places where a document was found, beside its origin
    origin   TEXT PRIMARY KEY,
    document INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS elsewhere_by_document ON elsewhere (document);
CREATE TABLE IF NOT EXISTS cases (  -- each case of a problem, where one line tells them all
    problem INTEGER NOT NULL,      -- the row id of that line
    line    TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS cases_by_problem ON cases (problem);
CREATE INDEX IF NOT EXISTS strikes_by_filter ON strikes (side, weapons, id, marks);  -- all that a page asks of a strike
"""
"""Made by whoever opens a library to write: the first ones of this version had none."""

CREATE_TABLES_SQL: Final = f"""
CREATE TABLE documents (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: the words of one that is gone stay in `texts`
    name    TEXT NOT NULL,         -- the id that the document brings; several may bring the same
    digest  TEXT NOT NULL UNIQUE,  -- of its content: what makes it this document
    origin  TEXT,                  -- where it was found; NULL where that is no lasting name: then it always stays
    source  TEXT,
    url     TEXT,
    dated   TEXT,                  -- the day of publication that the user gave it; its body keeps its own
    edition TEXT NOT NULL,         -- of the rules that read it; '' where nothing was parsed
    body    BLOB NOT NULL          -- JSON of the document, deflated
);
CREATE INDEX documents_by_name ON documents (name);
CREATE INDEX documents_by_origin ON documents (origin) WHERE origin IS NOT NULL;
CREATE INDEX documents_by_url ON documents (url) WHERE url IS NOT NULL;
CREATE TABLE reports (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    strike   INTEGER NOT NULL,     -- the row id of its strike
    key      TEXT NOT NULL,        -- what makes it this report, wherever its document lies
    anchor   INTEGER NOT NULL,     -- the last day that it gives, as a proleptic day number; 0 for none
    telling  TEXT NOT NULL,        -- what merging compares
    body     BLOB NOT NULL         -- JSON of the report, deflated
);
CREATE INDEX reports_by_document ON reports (document);
CREATE INDEX reports_by_strike ON reports (strike, document);
CREATE INDEX reports_by_key ON reports (key);
CREATE INDEX reports_by_anchor ON reports (anchor);
CREATE TABLE meets (               -- where a report meets those that may be of the same strike
    key    INTEGER NOT NULL,
    report INTEGER NOT NULL,
    whole  INTEGER NOT NULL,       -- 1: it meets all there, 0: only those with 1
    PRIMARY KEY (key, report)
) WITHOUT ROWID;
CREATE TABLE strikes (
    id               INTEGER PRIMARY KEY,  -- its place in time
    key              TEXT NOT NULL,        -- its lasting id
    side             INTEGER NOT NULL,     -- the nth of the sides
    weapons          INTEGER NOT NULL,     -- bit n: the nth of the kinds of weapon
    scope            INTEGER NOT NULL,     -- 0 a strike, 1 a summary
    until            INTEGER NOT NULL,     -- number of the day on which it ends
    precision        INTEGER NOT NULL,     -- the nth of the precisions
    killed_low       INTEGER, killed_high      INTEGER,
    injured_low      INTEGER, injured_high     INTEGER,
    launched_low     INTEGER, launched_high    INTEGER,
    intercepted_low  INTEGER, intercepted_high INTEGER,
    sources          INTEGER NOT NULL,     -- documents that tell it
    disputed         INTEGER NOT NULL,
    marks            INTEGER NOT NULL      -- bits: 1 hidden, 2 bookmarked, 4 a note, 8 a tag, 16 corrected,
                                           -- 32 split or merged by the user
);
CREATE INDEX strikes_by_key ON strikes (key);
CREATE INDEX strikes_by_marks ON strikes (marks) WHERE marks <> 0;
CREATE TABLE lines (
    id   INTEGER PRIMARY KEY,
    line TEXT NOT NULL             -- JSON of the timeline row
);
CREATE TABLE tallies (
    day    INTEGER PRIMARY KEY,
    counts BLOB NOT NULL           -- how many strikes of each side and set of weapons (tally.py)
);
CREATE TABLE files (               -- files that were added whole: as long as they look the same they are passed over
    path     TEXT PRIMARY KEY,
    size     INTEGER NOT NULL,
    modified INTEGER NOT NULL      -- nanoseconds
);
CREATE TABLE problems (
    line TEXT NOT NULL             -- what could not be read, one line for people
);
CREATE TABLE anchors (             -- what the user's work is about: a report, or a whole document
    id       INTEGER PRIMARY KEY,
    key      TEXT NOT NULL UNIQUE, -- of the report; of a document its digest behind a '#'
    digest   TEXT NOT NULL,        -- of the document, with its name and address: to find it again elsewhere
    name     TEXT NOT NULL,
    url      TEXT,
    start    INTEGER NOT NULL,     -- where the report's words begin
    words    TEXT NOT NULL,        -- the first of them
    report   INTEGER,              -- the row id of the report that it stands for here; NULL where there is none
    document INTEGER               -- the same for a whole document
);
CREATE INDEX anchors_by_digest ON anchors (digest);
CREATE INDEX anchors_by_name ON anchors (name);
CREATE INDEX anchors_by_url ON anchors (url) WHERE url IS NOT NULL;
CREATE INDEX anchors_by_report ON anchors (report) WHERE report IS NOT NULL;
CREATE INDEX anchors_by_document ON anchors (document) WHERE document IS NOT NULL;
CREATE TABLE edits (               -- the journal of the user's work; nothing is ever taken out of it
    id     INTEGER PRIMARY KEY,
    key    TEXT NOT NULL UNIQUE,   -- of all that it says: the same edit read twice is one
    made   TEXT NOT NULL,          -- when, UTC
    step   INTEGER NOT NULL,       -- what was done together is undone together
    kind   TEXT NOT NULL,
    anchor INTEGER NOT NULL,
    other  INTEGER,                -- the second anchor of a split or a merge
    path   TEXT NOT NULL,          -- of the value that is corrected
    value  TEXT,
    was    TEXT,                   -- the value before it
    undone INTEGER NOT NULL        -- 0 in effect, 1 undone, 2 undone and no longer to be redone
);
CREATE INDEX edits_by_anchor ON edits (anchor);
CREATE INDEX edits_by_other ON edits (other) WHERE other IS NOT NULL;
CREATE INDEX edits_by_step ON edits (step);
CREATE INDEX edits_by_kind ON edits (kind);
CREATE VIRTUAL TABLE told USING fts5 (
    place, region, model, source, speaker, object, tag, words,
    prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE texts USING fts5 (
    words, content='', prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'
);
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
"""
