"""The tables of a library.

`strikes` holds only the columns that queries filter by, a few bytes per strike, with row ids in timeline order
(row_ids.py). `lines` holds the timeline rows. `tallies` counts the strikes of each day by side and set of weapons, so
that days, facet counts and histograms need not read `strikes`. A whole strike is fused from its reports on demand.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x5354524B  # "STRK", in the header of the file
SCHEMA_VERSION: Final = 2

ADDED_TABLES_SQL: Final = """
CREATE TABLE IF NOT EXISTS elsewhere (  -- further origins of a document
    origin   TEXT PRIMARY KEY,
    document INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS elsewhere_by_document ON elsewhere (document);
CREATE TABLE IF NOT EXISTS cases (  -- every case of a problem, of which `problems` holds one line
    problem INTEGER NOT NULL,      -- the row id of that line
    line    TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS cases_by_problem ON cases (problem);
CREATE INDEX IF NOT EXISTS strikes_by_filter ON strikes (side, weapons, id, marks);  -- covers a page query
"""
"""Created whenever a library is opened for writing, since the first libraries of this version lack them."""

CREATE_TABLES_SQL: Final = f"""
CREATE TABLE documents (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused: `texts` keeps the words of deleted ones
    name    TEXT NOT NULL,         -- the document's own id, not unique
    digest  TEXT NOT NULL UNIQUE,  -- of the content: the identity of the document
    origin  TEXT,                  -- where it was found; NULL if that is not permanent: never replaced
    source  TEXT,
    url     TEXT,
    dated   TEXT,                  -- the publication date set by the user; the body keeps its own
    edition TEXT NOT NULL,         -- of the rules that parsed it; '' if it was not parsed
    body    BLOB NOT NULL          -- JSON of the document, deflated
);
CREATE INDEX documents_by_name ON documents (name);
CREATE INDEX documents_by_origin ON documents (origin) WHERE origin IS NOT NULL;
CREATE INDEX documents_by_url ON documents (url) WHERE url IS NOT NULL;
CREATE TABLE reports (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    strike   INTEGER NOT NULL,     -- the row id of its strike
    key      TEXT NOT NULL,        -- the identity of the report in every library
    anchor   INTEGER NOT NULL,     -- its last day as a proleptic ordinal; 0 if undated
    telling  TEXT NOT NULL,        -- the features that merging compares
    body     BLOB NOT NULL         -- JSON of the report, deflated
);
CREATE INDEX reports_by_document ON reports (document);
CREATE INDEX reports_by_strike ON reports (strike, document);
CREATE INDEX reports_by_key ON reports (key);
CREATE INDEX reports_by_anchor ON reports (anchor);
CREATE TABLE meets (               -- blocking keys: only reports that share one can be the same strike
    key    INTEGER NOT NULL,
    report INTEGER NOT NULL,
    whole  INTEGER NOT NULL,       -- 1: compared with all of the block, 0: only with those of 1
    PRIMARY KEY (key, report)
) WITHOUT ROWID;
CREATE TABLE strikes (
    id               INTEGER PRIMARY KEY,  -- in timeline order
    key              TEXT NOT NULL,        -- its permanent id
    side             INTEGER NOT NULL,     -- index in SIDES
    weapons          INTEGER NOT NULL,     -- bit n: WEAPON_KINDS[n]
    scope            INTEGER NOT NULL,     -- 0 a strike, 1 a summary
    until            INTEGER NOT NULL,     -- number of its last day
    precision        INTEGER NOT NULL,     -- index in Precision
    killed_low       INTEGER, killed_high      INTEGER,
    injured_low      INTEGER, injured_high     INTEGER,
    launched_low     INTEGER, launched_high    INTEGER,
    intercepted_low  INTEGER, intercepted_high INTEGER,
    sources          INTEGER NOT NULL,     -- documents that report it
    disputed         INTEGER NOT NULL,
    marks            INTEGER NOT NULL      -- the bits of flags.py
);
CREATE INDEX strikes_by_key ON strikes (key);
CREATE INDEX strikes_by_marks ON strikes (marks) WHERE marks <> 0;
CREATE TABLE lines (
    id   INTEGER PRIMARY KEY,
    line TEXT NOT NULL             -- JSON of the timeline row
);
CREATE TABLE tallies (
    day    INTEGER PRIMARY KEY,
    counts BLOB NOT NULL           -- strikes of each side and set of weapons (facet_counts.py)
);
CREATE TABLE files (               -- files added completely: skipped while they are unchanged
    path     TEXT PRIMARY KEY,
    size     INTEGER NOT NULL,
    modified INTEGER NOT NULL      -- nanoseconds
);
CREATE TABLE problems (
    line TEXT NOT NULL             -- what could not be read, as one line for the user
);
CREATE TABLE anchors (             -- what edits refer to: a report, or a whole document
    id       INTEGER PRIMARY KEY,
    key      TEXT NOT NULL UNIQUE, -- of the report; for a document, '#' and its digest
    digest   TEXT NOT NULL,        -- of the document; with name and URL, finds it in another library
    name     TEXT NOT NULL,
    url      TEXT,
    start    INTEGER NOT NULL,     -- where the report begins in the text
    words    TEXT NOT NULL,        -- its first words
    report   INTEGER,              -- its row id in this library; NULL if it is not there
    document INTEGER               -- likewise for a document
);
CREATE INDEX anchors_by_digest ON anchors (digest);
CREATE INDEX anchors_by_name ON anchors (name);
CREATE INDEX anchors_by_url ON anchors (url) WHERE url IS NOT NULL;
CREATE INDEX anchors_by_report ON anchors (report) WHERE report IS NOT NULL;
CREATE INDEX anchors_by_document ON anchors (document) WHERE document IS NOT NULL;
CREATE TABLE edits (               -- the journal of edits; append-only
    id     INTEGER PRIMARY KEY,
    key    TEXT NOT NULL UNIQUE,   -- of its content: importing an edit twice adds it once
    made   TEXT NOT NULL,          -- UTC
    step   INTEGER NOT NULL,       -- edits of one step are undone together
    kind   TEXT NOT NULL,
    anchor INTEGER NOT NULL,
    other  INTEGER,                -- the second anchor of a split or merge
    path   TEXT NOT NULL,          -- of the corrected value
    value  TEXT,
    was    TEXT,                   -- the value before
    undone INTEGER NOT NULL        -- 0 in effect, 1 undone, 2 undone and not redoable
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
