-- A hundred thousand monitors: how many stand how is kept, not counted for each page of the board.
CREATE TABLE standing (
  workspace_id INTEGER NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
  phase INTEGER NOT NULL,
  monitoring INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, phase, monitoring)
) STRICT, WITHOUT ROWID;
INSERT INTO standing SELECT workspace_id, phase, monitoring, count(*) FROM monitors GROUP BY 1, 2, 3;
CREATE TRIGGER monitor_stands AFTER INSERT ON monitors BEGIN
  INSERT INTO standing VALUES (NEW.workspace_id, NEW.phase, NEW.monitoring, 1)
  ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER monitor_stands_otherwise AFTER UPDATE OF workspace_id, phase, monitoring ON monitors
WHEN (OLD.workspace_id, OLD.phase, OLD.monitoring) <> (NEW.workspace_id, NEW.phase, NEW.monitoring)
BEGIN
  UPDATE standing SET count = count - 1
  WHERE workspace_id = OLD.workspace_id AND phase = OLD.phase AND monitoring = OLD.monitoring;
  INSERT INTO standing VALUES (NEW.workspace_id, NEW.phase, NEW.monitoring, 1)
  ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER monitor_stands_no_more AFTER DELETE ON monitors BEGIN
  UPDATE standing SET count = count - 1
  WHERE workspace_id = OLD.workspace_id AND phase = OLD.phase AND monitoring = OLD.monitoring;
END;
-- They were there for these counts alone.
DROP INDEX monitors_by_standing;
DROP INDEX monitors_by_ongoing;

-- The span at which a dearer change counts from when it was asked for; it is given back where the service
-- refuses the change. Null where it is not dearer.
ALTER TABLE changes ADD COLUMN held_span INTEGER;
