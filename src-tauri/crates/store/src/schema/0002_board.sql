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
