-- Status changes of executions that somebody wants to hear of: noted in the commit that makes them, deleted once told.
CREATE TABLE status_change (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  execution    uuid NOT NULL,
  event_id     integer NOT NULL CHECK (event_id > 0), -- ExecutionStarted, ExecutionFailed, …
  targets_left text[],                                -- who has not taken it yet; null: nobody was asked
  attempts     integer NOT NULL DEFAULT 0,
  due_ms       bigint NOT NULL DEFAULT 0
);
CREATE INDEX status_change_due ON status_change (due_ms, id);
