"""The members' work: accounts, sealed texts, reviews, targets, dues, documents, acts, handover; fuller duties."""

VERSION = 2

STATEMENTS = (
    """CREATE TABLE account (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        name TEXT NOT NULL, role TEXT NOT NULL, member_id BLOB, since TEXT NOT NULL, until TEXT,
        PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE sealed_text (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        "key" INTEGER NOT NULL, nonce BLOB NOT NULL, box BLOB NOT NULL,
        PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE shared_text (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        subject_id BLOB NOT NULL, subject_kind TEXT NOT NULL, date TEXT NOT NULL,
        recipient_book BLOB NOT NULL, box BLOB NOT NULL, PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX shared_text_of_subject ON shared_text (book, subject_id)",
    """CREATE TABLE criticism (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        date TEXT NOT NULL, form TEXT NOT NULL, meeting_id BLOB, mending TEXT NOT NULL,
        PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX criticism_by_date ON criticism (book, date)",
    """CREATE TABLE review_round (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        year INTEGER NOT NULL, quarter INTEGER NOT NULL, pack TEXT NOT NULL, meeting_id BLOB,
        drafts_out_on TEXT, hand_in_by TEXT, held_on TEXT, tellers TEXT NOT NULL,
        outstanding INTEGER NOT NULL, dossier TEXT NOT NULL, reported_on TEXT, note TEXT NOT NULL,
        PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE review (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        round_id BLOB NOT NULL, member_id BLOB, form TEXT NOT NULL, exempt TEXT, exempt_note TEXT NOT NULL,
        handed_in_on TEXT, outside_opinion_on TEXT, discussed_on TEXT, points TEXT NOT NULL,
        self_rating TEXT, vote TEXT, cell_rating TEXT, upper_rating TEXT, upper_paper TEXT NOT NULL,
        upper_on TEXT, told_on TEXT, change TEXT, PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX review_of_round ON review (book, round_id)",
    """CREATE TABLE target (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        resolution_id BLOB, position INTEGER NOT NULL, text TEXT NOT NULL, unit TEXT NOT NULL,
        planned REAL, at_most INTEGER NOT NULL, reached REAL, due TEXT, owner_id BLOB, state TEXT NOT NULL,
        measured_on TEXT, note TEXT NOT NULL, PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX target_of_resolution ON target (book, resolution_id)",
    """CREATE TABLE inspection (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        year INTEGER NOT NULL, position INTEGER NOT NULL, form TEXT NOT NULL, text TEXT NOT NULL,
        subject TEXT NOT NULL, member_ids TEXT NOT NULL, owner_id BLOB, due TEXT, done_on TEXT,
        result TEXT NOT NULL, meeting_id BLOB, PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX inspection_by_year ON inspection (book, year)",
    """CREATE TABLE dues (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        month TEXT NOT NULL, member_id BLOB NOT NULL, paid INTEGER NOT NULL, amount INTEGER,
        PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX dues_by_month ON dues (book, month)",
    "CREATE INDEX dues_of_member ON dues (book, member_id)",
    """CREATE TABLE incoming_document (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        symbol TEXT NOT NULL, title TEXT NOT NULL, issuer TEXT NOT NULL, dated TEXT, received_on TEXT,
        file_name TEXT NOT NULL, file_sha256 BLOB NOT NULL, file_size INTEGER NOT NULL, meeting_id BLOB,
        note TEXT NOT NULL, PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE reward (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        year INTEGER NOT NULL, member_id BLOB NOT NULL, form TEXT NOT NULL, reason TEXT NOT NULL,
        state TEXT NOT NULL, proposed_on TEXT, meeting_id BLOB, decided_on TEXT, paper TEXT NOT NULL,
        PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE member_act (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        kind TEXT NOT NULL, member_id BLOB, name TEXT NOT NULL, begun_on TEXT NOT NULL, meeting_id BLOB,
        vote_id BLOB, voted_on TEXT, base INTEGER NOT NULL, agree INTEGER NOT NULL, sent_on TEXT,
        decided_on TEXT, paper TEXT NOT NULL, done_on TEXT, other_place TEXT NOT NULL, given_up_on TEXT,
        note TEXT NOT NULL, PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE handover (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        date TEXT NOT NULL, from_account_id BLOB NOT NULL, to_account_id BLOB NOT NULL,
        from_name TEXT NOT NULL, to_name TEXT NOT NULL, witness TEXT NOT NULL,
        witness_office TEXT NOT NULL, place TEXT NOT NULL, items TEXT NOT NULL, code TEXT NOT NULL,
        note TEXT NOT NULL, PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE duty_progress (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        duty_id BLOB NOT NULL, date TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL,
        meeting_id BLOB, PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX duty_progress_of_duty ON duty_progress (book, duty_id)",
    # SQLite adds a NOT NULL column only with a default, and takes NOT NULL away not at all: new tables.
    """CREATE TABLE duty_2 (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        text TEXT NOT NULL, owner_id BLOB, co_owner_ids TEXT NOT NULL, area TEXT NOT NULL,
        output TEXT NOT NULL, due TEXT, position INTEGER NOT NULL, meeting_id BLOB, resolution_id BLOB,
        state TEXT NOT NULL, progress TEXT NOT NULL, done_on TEXT, source TEXT NOT NULL,
        plan_year INTEGER, given_on TEXT, households INTEGER, recurrence TEXT NOT NULL, series_id BLOB,
        grade TEXT, grade_note TEXT NOT NULL, PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    """INSERT INTO duty_2 (
            book, id, rev, text, owner_id, co_owner_ids, area, output, due, position, meeting_id,
            resolution_id, state, progress, done_on, source, recurrence, grade_note)
        SELECT book, id, rev, text, owner_id, co_owner_ids, area, output, due, position, meeting_id,
            resolution_id, state, progress, done_on, 'meeting', 'none', '' FROM duty""",
    "DROP TABLE duty",
    "ALTER TABLE duty_2 RENAME TO duty",
    "CREATE INDEX duty_of_meeting ON duty (book, meeting_id)",
    "CREATE INDEX duty_of_owner ON duty (book, owner_id)",
    """CREATE TABLE proposal_2 (
        book INTEGER NOT NULL, id BLOB NOT NULL, rev INTEGER NOT NULL,
        meeting_id BLOB, position INTEGER NOT NULL, "by" TEXT NOT NULL, member_id BLOB, text TEXT NOT NULL,
        state TEXT NOT NULL, answer TEXT NOT NULL, answered_on TEXT, received_on TEXT,
        sent_to TEXT NOT NULL, sent_on TEXT, PRIMARY KEY (book, id)) STRICT, WITHOUT ROWID""",
    """INSERT INTO proposal_2 (
            book, id, rev, meeting_id, position, "by", member_id, text, state, answer, answered_on, sent_to)
        SELECT book, id, rev, meeting_id, position, "by", member_id, text, state, answer, answered_on, ''
        FROM proposal""",
    "DROP TABLE proposal",
    "ALTER TABLE proposal_2 RENAME TO proposal",
    "CREATE INDEX proposal_of_meeting ON proposal (book, meeting_id)",
    # Files of documents stay in this book: not journaled, not sent.
    """CREATE TABLE attachments (
        sha256 BLOB PRIMARY KEY, data BLOB NOT NULL) STRICT, WITHOUT ROWID""",
    "DELETE FROM sqlite_stat1 WHERE tbl IN ('duty', 'proposal')",
    """INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
        ('shared_text', 'shared_text_of_subject', '50000 25000 25'),
        ('shared_text', 'shared_text', '50000 25000 1'),
        ('criticism', 'criticism_by_date', '50000 25000 25'),
        ('criticism', 'criticism', '50000 25000 1'),
        ('review', 'review_of_round', '50000 25000 25'),
        ('review', 'review', '50000 25000 1'),
        ('target', 'target_of_resolution', '50000 25000 25'),
        ('target', 'target', '50000 25000 1'),
        ('inspection', 'inspection_by_year', '50000 25000 25'),
        ('inspection', 'inspection', '50000 25000 1'),
        ('dues', 'dues_by_month', '50000 25000 25'),
        ('dues', 'dues_of_member', '50000 25000 25'),
        ('dues', 'dues', '50000 25000 1'),
        ('duty_progress', 'duty_progress_of_duty', '50000 25000 25'),
        ('duty_progress', 'duty_progress', '50000 25000 1'),
        ('duty', 'duty_of_meeting', '50000 25000 25'),
        ('duty', 'duty_of_owner', '50000 25000 25'),
        ('duty', 'duty', '50000 25000 1'),
        ('proposal', 'proposal_of_meeting', '50000 25000 25'),
        ('proposal', 'proposal', '50000 25000 1')""",
    "ANALYZE sqlite_schema",
)
