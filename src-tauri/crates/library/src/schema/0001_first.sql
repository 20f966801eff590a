CREATE TABLE posts (
    id                  INTEGER PRIMARY KEY,
    agent_id            TEXT NOT NULL,
    platform            TEXT NOT NULL,
    native_id           TEXT NOT NULL,
    source              TEXT NOT NULL,
    url                 TEXT NOT NULL,
    author_handle       TEXT,
    author_name         TEXT,
    author_native_id    TEXT,
    author_url          TEXT,
    author_followers    INTEGER,
    author_verified     INTEGER,
    title               TEXT,
    caption             TEXT NOT NULL,
    hashtags            TEXT NOT NULL,
    published_at        INTEGER NOT NULL,
    published_precision TEXT NOT NULL,
    media               TEXT NOT NULL,
    duration_ms         INTEGER,
    thumbnail_url       TEXT,
    views               INTEGER,
    likes               INTEGER,
    comments            INTEGER,
    shares              INTEGER,
    saves               INTEGER,
    country             TEXT,
    country_basis       TEXT,
    language            TEXT,
    is_ad               INTEGER,
    first_seen_at       INTEGER NOT NULL,
    fetched_at          INTEGER NOT NULL,
    UNIQUE (agent_id, platform, native_id)
) STRICT;

CREATE TABLE comments (
    id                  INTEGER PRIMARY KEY,
    post_id             INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    native_id           TEXT NOT NULL,
    parent_native_id    TEXT,
    source              TEXT NOT NULL,
    author_handle       TEXT,
    text                TEXT NOT NULL,
    published_at        INTEGER,
    published_precision TEXT NOT NULL,
    likes               INTEGER,
    replies             INTEGER,
    first_seen_at       INTEGER NOT NULL,
    fetched_at          INTEGER NOT NULL,
    UNIQUE (post_id, native_id)
) STRICT;

CREATE TABLE job_posts (
    agent_id         TEXT NOT NULL,
    job_id           TEXT NOT NULL,
    post_id          INTEGER NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    first_seen_check INTEGER NOT NULL,
    last_seen_check  INTEGER NOT NULL,
    PRIMARY KEY (agent_id, job_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE job_comments (
    agent_id         TEXT NOT NULL,
    job_id           TEXT NOT NULL,
    comment_id       INTEGER NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    first_seen_check INTEGER NOT NULL,
    last_seen_check  INTEGER NOT NULL,
    PRIMARY KEY (agent_id, job_id, comment_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX job_posts_by_post ON job_posts (post_id);
CREATE INDEX job_comments_by_comment ON job_comments (comment_id);
