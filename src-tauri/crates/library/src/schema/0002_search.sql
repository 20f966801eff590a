-- Files that a person brought in; what came from one says so for ever.
CREATE TABLE imports (
    id          INTEGER PRIMARY KEY,
    agent_id    TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    form        TEXT NOT NULL,
    started_at  INTEGER NOT NULL,
    finished_at INTEGER,
    -- none while it runs, and after a crash
    ended       TEXT,
    rows        INTEGER NOT NULL DEFAULT 0,
    posts       INTEGER NOT NULL DEFAULT 0,
    new_posts   INTEGER NOT NULL DEFAULT 0,
    comments    INTEGER NOT NULL DEFAULT 0,
    refused     INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Who posted. The median is of the thirty days up to their newest post; kept, because a page of a
-- million posts cannot work it out for each row.
CREATE TABLE creators (
    id           INTEGER PRIMARY KEY,
    agent_id     TEXT NOT NULL,
    platform     TEXT NOT NULL,
    native_id    TEXT,
    handle_key   TEXT,
    handle       TEXT,
    name         TEXT,
    url          TEXT,
    followers    INTEGER,
    verified     INTEGER,
    -- twice the median, so that a half stays whole; none under three posts
    median_twice INTEGER,
    median_posts INTEGER NOT NULL DEFAULT 0,
    median_from  INTEGER,
    median_until INTEGER,
    -- its posts changed since the median was worked out
    stale        INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX creators_by_native_id ON creators (agent_id, platform, native_id) WHERE native_id IS NOT NULL;
CREATE INDEX creators_by_handle ON creators (agent_id, platform, handle_key) WHERE handle_key IS NOT NULL;
CREATE INDEX creators_stale ON creators (id) WHERE stale = 1;

-- Its place in time: seconds since 1970, times 2^20, plus a running number. Newest first is a walk
-- down this one number, and the search index is kept in the same order.
ALTER TABLE posts ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
ALTER TABLE posts ADD COLUMN creator_id INTEGER REFERENCES creators (id) ON DELETE SET NULL;
ALTER TABLE posts ADD COLUMN import_id INTEGER REFERENCES imports (id) ON DELETE SET NULL;
-- views by the creator's median, in thousandths
ALTER TABLE posts ADD COLUMN outlier INTEGER;
-- (likes + comments + shares, where given) by views, in millionths; none without views or without any of them
ALTER TABLE posts ADD COLUMN engagement INTEGER GENERATED ALWAYS AS (
    CASE WHEN views > 0 AND coalesce(likes, comments, shares) IS NOT NULL THEN
        (min(coalesce(likes, 0), 1000000000000) + min(coalesce(comments, 0), 1000000000000)
         + min(coalesce(shares, 0), 1000000000000)) * 1000000 / views
    END
) VIRTUAL;

-- How counts grew: one row whenever one of them changed.
CREATE TABLE post_counts (
    post_id  INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    at       INTEGER NOT NULL,
    views    INTEGER,
    likes    INTEGER,
    comments INTEGER,
    shares   INTEGER,
    saves    INTEGER,
    PRIMARY KEY (post_id, at)
) STRICT, WITHOUT ROWID;

-- The text is folded before it comes here (see fold.rs): scripts without blanks are split into
-- letters, and a search for several of them is a phrase. Marks belong to their letter.
CREATE VIRTUAL TABLE post_search USING fts5(
    text, creator, tags,
    content = '', contentless_delete = 1, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
);
CREATE VIRTUAL TABLE comment_search USING fts5(
    text,
    content = '', contentless_delete = 1, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
);
CREATE TRIGGER posts_leave_search AFTER DELETE ON posts BEGIN
    DELETE FROM post_search WHERE rowid = old.place;
END;
CREATE TRIGGER comments_leave_search AFTER DELETE ON comments BEGIN
    DELETE FROM comment_search WHERE rowid = old.id;
END;
-- A post that leaves changes what is usual for its creator.
CREATE TRIGGER posts_leave_median AFTER DELETE ON posts WHEN old.creator_id IS NOT NULL BEGIN
    UPDATE creators SET stale = 1 WHERE id = old.creator_id;
END;
CREATE INDEX comments_by_age ON comments (source, fetched_at);
