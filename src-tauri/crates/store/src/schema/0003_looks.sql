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
