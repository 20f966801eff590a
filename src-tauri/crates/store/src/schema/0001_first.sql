-- Times are Unix milliseconds, money is micro-dollars, words are those of the contract.
CREATE TABLE workspaces (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  service TEXT NOT NULL CHECK (service IN ('gen', 'computer', 'practice')),
  agent_id TEXT NOT NULL,
  base_url TEXT,
  key_ref TEXT,
  colour INTEGER NOT NULL CHECK (colour BETWEEN 1 AND 6),
  checks_per_30_days INTEGER NOT NULL CHECK (checks_per_30_days BETWEEN 1 AND 720),
  markup_thousandths INTEGER,
  budget INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE monitors (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  platform TEXT NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  comparable TEXT NOT NULL,
  days INTEGER NOT NULL,
  country TEXT,
  max_results INTEGER NOT NULL,
  monitoring INTEGER NOT NULL,
  comment_monitoring INTEGER NOT NULL,
  state TEXT NOT NULL,
  phase INTEGER NOT NULL,
  status TEXT,
  job_id TEXT,
  problem TEXT,
  created_at INTEGER NOT NULL,
  state_since INTEGER NOT NULL,
  last_confirmed_at INTEGER,
  -- When to ask the service next; null means never.
  next_look_at INTEGER,
  -- Looks in a row that got no answer.
  silent_looks INTEGER NOT NULL DEFAULT 0,
  -- Whether the timeline's last word on it is that nobody answers.
  silence_told INTEGER NOT NULL DEFAULT 0,
  -- What the service told of its own schedule and bill, where it tells.
  next_check_at INTEGER,
  posts_found INTEGER,
  checks_done INTEGER,
  charged INTEGER,
  -- When the person said that a failed job was refunded; it counts for nothing from then on.
  cleared_at INTEGER,
  notes TEXT,
  -- The last 24 hours with an answer: bit 0 is hour `pulse_hour` (hours since 1970).
  pulse_hour INTEGER NOT NULL DEFAULT 0,
  pulse_bits INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX monitors_by_phase ON monitors (workspace_id, phase, state_since DESC);
CREATE INDEX monitors_by_ongoing ON monitors (workspace_id, monitoring);
CREATE INDEX monitors_by_target ON monitors (comparable, platform, kind);
CREATE INDEX monitors_to_look_at ON monitors (next_look_at) WHERE next_look_at IS NOT NULL;

CREATE TABLE monitor_tags (
  monitor_id INTEGER NOT NULL REFERENCES monitors (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (monitor_id, tag)
) STRICT, WITHOUT ROWID;

-- One row for each intent to pay. `sending` is on disk before the first byte leaves.
CREATE TABLE submissions (
  intent TEXT PRIMARY KEY,
  monitor_id INTEGER NOT NULL REFERENCES monitors (id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK (state IN ('sending', 'created', 'rejected', 'unknown', 'settled')),
  -- What is held against the budget while the outcome is open.
  held INTEGER NOT NULL,
  began_at INTEGER NOT NULL,
  ended_at INTEGER,
  job_id TEXT,
  problem TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX submissions_by_monitor ON submissions (monitor_id);
CREATE INDEX submissions_open ON submissions (state) WHERE state IN ('sending', 'unknown');

-- Changes asked of the service: at most one open for each monitor.
CREATE TABLE changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  monitor_id INTEGER NOT NULL REFERENCES monitors (id) ON DELETE CASCADE,
  draft TEXT NOT NULL,
  fields TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  taken_at INTEGER
) STRICT;
CREATE UNIQUE INDEX changes_one_open ON changes (monitor_id);

-- From when to when a monitor ran at which price per check.
CREATE TABLE spans (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  monitor_id INTEGER NOT NULL REFERENCES monitors (id) ON DELETE CASCADE,
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  per_check INTEGER NOT NULL,
  ongoing INTEGER NOT NULL
) STRICT;
CREATE INDEX spans_by_monitor ON spans (monitor_id, from_at);

-- What a service reported as charged, as far as it does.
CREATE TABLE charges (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  monitor_id INTEGER NOT NULL REFERENCES monitors (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  amount INTEGER NOT NULL
) STRICT;
CREATE INDEX charges_by_monitor ON charges (monitor_id, at);

-- Everything that happened; the timeline of a monitor and Activity are two views of it.
CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  monitor_id INTEGER REFERENCES monitors (id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  confirmed_times INTEGER NOT NULL DEFAULT 0,
  confirmed_until INTEGER,
  notified TEXT NOT NULL DEFAULT 'no',
  is_read INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX events_by_monitor ON events (monitor_id, id DESC);
CREATE INDEX events_by_workspace ON events (workspace_id, id DESC);
CREATE INDEX events_unread ON events (is_read) WHERE is_read = 0;

-- Stretches in which nobody looked, for a reason on our side.
CREATE TABLE gaps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  why TEXT NOT NULL CHECK (why IN ('closed', 'asleep', 'offline'))
) STRICT;

-- Alerts that fired in a period, so that each fires once.
CREATE TABLE fired (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  period TEXT NOT NULL,
  mark INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, period, mark)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
