-- Why a Map Run fails, kept before its children are stopped: after a crash their ends do not tell it.
ALTER TABLE map_run
  ADD COLUMN error text,
  ADD COLUMN cause text,
  ADD CHECK ((error IS NULL) = (cause IS NULL));
