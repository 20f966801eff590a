-- Ten thousand monitors: every count of the board is answered from an index, and so is the order in
-- which its columns stand.
CREATE INDEX monitors_by_standing ON monitors (workspace_id, phase, monitoring);
CREATE INDEX monitors_by_confirmation ON monitors (workspace_id, phase, last_confirmed_at DESC);
CREATE INDEX monitor_tags_by_tag ON monitor_tags (tag, monitor_id);

-- What a person narrowed the board to and wants to find again. The body is the window's question.
CREATE TABLE views (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Null is the view of all workspaces.
  workspace_id INTEGER REFERENCES workspaces (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX views_by_name ON views (coalesce(workspace_id, 0), name);

-- Whose look is next is asked for each workspace: many due in one must not be walked through for another.
DROP INDEX monitors_to_look_at;
CREATE INDEX monitors_to_look_at ON monitors (workspace_id, next_look_at) WHERE next_look_at IS NOT NULL;

-- Grows with every change of what is counted, reported or held, so that a sum may be kept until then.
CREATE TABLE spending_changes (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  count INTEGER NOT NULL
) STRICT;
INSERT INTO spending_changes VALUES (1, 0);
CREATE TRIGGER span_added AFTER INSERT ON spans BEGIN UPDATE spending_changes SET count = count + 1; END;
CREATE TRIGGER span_changed AFTER UPDATE ON spans BEGIN UPDATE spending_changes SET count = count + 1; END;
CREATE TRIGGER span_removed AFTER DELETE ON spans BEGIN UPDATE spending_changes SET count = count + 1; END;
CREATE TRIGGER charge_added AFTER INSERT ON charges BEGIN UPDATE spending_changes SET count = count + 1; END;
CREATE TRIGGER charge_removed AFTER DELETE ON charges BEGIN UPDATE spending_changes SET count = count + 1; END;
CREATE TRIGGER start_added AFTER INSERT ON submissions BEGIN UPDATE spending_changes SET count = count + 1; END;
CREATE TRIGGER start_changed AFTER UPDATE ON submissions BEGIN UPDATE spending_changes SET count = count + 1; END;
CREATE TRIGGER start_removed AFTER DELETE ON submissions BEGIN UPDATE spending_changes SET count = count + 1; END;
CREATE TRIGGER monitor_spending_changed AFTER UPDATE OF charged, cleared_at ON monitors
WHEN (OLD.charged IS NULL) <> (NEW.charged IS NULL) OR OLD.cleared_at IS NOT NEW.cleared_at
BEGIN UPDATE spending_changes SET count = count + 1; END;

-- A word of the service that nobody knows stood under Collecting, which said more than was known.
UPDATE monitors SET phase = 5 WHERE state = 'other';

-- Choices of the form that a person keeps under a name; without a target.
CREATE TABLE templates (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  draft TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Lists that were started. `list` is the intent: the same list can be started once.
CREATE TABLE imports (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  list TEXT NOT NULL UNIQUE,
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'stopped', 'finished')),
  problem TEXT,
  created_at INTEGER NOT NULL,
  state_since INTEGER NOT NULL
) STRICT;

-- Their rows, all of them on disk before the first is sent, each with an intent of its own.
CREATE TABLE import_rows (
  import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  line INTEGER NOT NULL,
  given TEXT NOT NULL,
  draft TEXT NOT NULL,
  tags TEXT NOT NULL,
  intent TEXT NOT NULL UNIQUE,
  -- The monitor whose refused start this row takes up again.
  retry_of INTEGER REFERENCES monitors (id) ON DELETE SET NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'started', 'refused', 'unknown', 'left_out')),
  monitor_id INTEGER REFERENCES monitors (id) ON DELETE SET NULL,
  problem TEXT,
  PRIMARY KEY (import_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_rows_by_state ON import_rows (import_id, state, position);
