-- Map Runs, and which executions are their children.

-- A child's row says whose child it is; all four are null in every other row, which then costs no byte more.
ALTER TABLE execution
  ADD COLUMN map_run    uuid,
  ADD COLUMN item_index integer CHECK (item_index >= 0),
  ADD COLUMN item_count integer CHECK (item_count > 0),
  ADD COLUMN item_mark  text,
  ADD CHECK ((map_run IS NULL) = (item_index IS NULL) AND (map_run IS NULL) = (item_count IS NULL)
             AND (map_run IS NULL) = (item_mark IS NULL));
CREATE UNIQUE INDEX execution_of_map_run ON execution (map_run, item_index) WHERE map_run IS NOT NULL;
CREATE INDEX execution_running_of_map_run ON execution (map_run, item_index) WHERE map_run IS NOT NULL AND status = 0;

-- A Map Run. Beginning and end are told by the parent's history, counts and results by the children's rows; what only
-- this row knows are the settings that UpdateMapRun has changed.
CREATE TABLE map_run (
  id                           uuid PRIMARY KEY,
  arn                          text NOT NULL,
  parent                       uuid NOT NULL,
  parent_arn                   text NOT NULL,
  state_machine_arn            text NOT NULL,
  map_state                    text NOT NULL,
  started_event_id             integer NOT NULL,
  start_ms                     bigint NOT NULL,
  stop_ms                      bigint,
  status                       smallint NOT NULL CHECK (status BETWEEN 0 AND 3), -- the order of MapRunRow.Status
  concurrency_max              integer NOT NULL,
  tolerated_failure_count      bigint,
  tolerated_failure_percentage double precision,
  items_total                  bigint,
  results_written              boolean NOT NULL DEFAULT false,
  CHECK ((stop_ms IS NULL) = (status = 0))
);
CREATE INDEX map_run_of_execution ON map_run (parent, start_ms, id);
CREATE INDEX map_run_running ON map_run (id) WHERE status = 0;
