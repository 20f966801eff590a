use safekeeping::Steps;

/// Each step moves the format up by one; `user_version` in the file counts the steps taken.
/// Steps are never edited once released.
pub(crate) const STEPS: Steps = Steps(&[FIRST, SOURCES]);

const FIRST: &str = "
CREATE TABLE agents (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    collects   TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: an id is never given twice, or a client could read another job as its own.
CREATE TABLE jobs (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id      TEXT NOT NULL REFERENCES agents (id),
    data          TEXT NOT NULL,
    status        TEXT NOT NULL,
    failed_reason TEXT,
    created_at    INTEGER NOT NULL,
    -- none while a check runs and after the end
    next_check_at INTEGER,
    -- checks in a row that brought nothing
    misses        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX jobs_by_agent ON jobs (agent_id, id);
CREATE INDEX jobs_due ON jobs (next_check_at) WHERE next_check_at IS NOT NULL;

CREATE TABLE checks (
    id             INTEGER PRIMARY KEY,
    job_id         INTEGER NOT NULL REFERENCES jobs (id),
    number         INTEGER NOT NULL,
    data           TEXT NOT NULL,
    source         TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'stopped')),
    started_at     INTEGER NOT NULL,
    ended_at       INTEGER,
    hold_micros    INTEGER NOT NULL CHECK (hold_micros >= 0),
    charged_micros INTEGER NOT NULL DEFAULT 0 CHECK (charged_micros BETWEEN 0 AND hold_micros),
    posts          INTEGER NOT NULL DEFAULT 0,
    new_posts      INTEGER NOT NULL DEFAULT 0,
    comments       INTEGER NOT NULL DEFAULT 0,
    notes          TEXT NOT NULL DEFAULT '[]',
    failure        TEXT,
    UNIQUE (job_id, number)
) STRICT;
-- One check of a job at a time, whatever the code does.
CREATE UNIQUE INDEX one_running_check ON checks (job_id) WHERE state = 'running';

-- Every movement of money. The balance is the sum and stands nowhere else.
CREATE TABLE ledger (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    agent_id      TEXT NOT NULL REFERENCES agents (id),
    at            INTEGER NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('opening', 'hold', 'settle', 'refund')),
    amount_micros INTEGER NOT NULL,
    check_id      INTEGER REFERENCES checks (id)
) STRICT;
CREATE INDEX ledger_by_agent ON ledger (agent_id);
-- A check is held once and ended once: charged twice does not happen.
CREATE UNIQUE INDEX ledger_hold_once ON ledger (check_id) WHERE kind = 'hold';
CREATE UNIQUE INDEX ledger_end_once ON ledger (check_id) WHERE kind IN ('settle', 'refund');
CREATE UNIQUE INDEX ledger_opening_once ON ledger (agent_id) WHERE kind = 'opening';

CREATE TABLE repeats (
    agent_id TEXT NOT NULL REFERENCES agents (id),
    key      TEXT NOT NULL,
    data     TEXT NOT NULL,
    job_id   INTEGER NOT NULL REFERENCES jobs (id),
    PRIMARY KEY (agent_id, key)
) STRICT, WITHOUT ROWID;
";

const SOURCES: &str = "
-- Who pays for a movement: the agent's credits here, or the person at their own provider.
ALTER TABLE ledger ADD COLUMN payer TEXT NOT NULL DEFAULT 'credits' CHECK (payer IN ('credits', 'provider'));

-- When a monitor is checked, as JSON; none means the usual.
ALTER TABLE jobs ADD COLUMN cadence TEXT;

-- What the sources remember: which run was paid for, what a key has used, the ids of channels.
CREATE TABLE source_memory (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";
