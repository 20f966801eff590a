-- Why the last check of a monitor that goes on brought nothing, in its service's words. Null where it did.
ALTER TABLE monitors ADD COLUMN last_failure TEXT;
