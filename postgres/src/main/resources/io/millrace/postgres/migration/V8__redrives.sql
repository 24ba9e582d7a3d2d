-- Redrives, as the histories tell of them: an index for lists and counts. All are null in the rows of executions that
-- were never redriven, which then cost no byte more.
ALTER TABLE execution
  ADD COLUMN redrive_count   integer CHECK (redrive_count > 0),
  ADD COLUMN redrive_ms      bigint,
  ADD COLUMN map_run_redrive integer CHECK (map_run_redrive > 0), -- of a child: by which redrive of its Map Run
  ADD CHECK ((redrive_count IS NULL) = (redrive_ms IS NULL));

ALTER TABLE map_run
  ADD COLUMN redrive_count     integer NOT NULL DEFAULT 0 CHECK (redrive_count >= 0),
  ADD COLUMN redrive_ms        bigint,
  ADD COLUMN redriven_children integer NOT NULL DEFAULT 0, -- how many there were when it was redriven
  ADD CHECK ((redrive_count = 0) = (redrive_ms IS NULL));
