-- State machines, their revisions, executions and histories. The schema is the search path.
--
-- Times are milliseconds since the epoch, given by the program; the database's clock is used for the lease only.

-- Who may write. One row; the epoch grows with every owner (law 3: one writer per execution).
CREATE TABLE lease (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  epoch    bigint NOT NULL CHECK (epoch >= 0),
  owner    text NOT NULL,
  expires  timestamptz NOT NULL
);
INSERT INTO lease (epoch, owner, expires) VALUES (0, 'nobody yet', '-infinity');

-- Keys that must survive restarts, such as the one that authenticates task tokens.
CREATE TABLE secret (
  name  text PRIMARY KEY,
  value bytea NOT NULL CHECK (length(value) >= 32)
);

-- What CreateStateMachine and UpdateStateMachine fix; kept as long as executions refer to it.
CREATE TABLE machine_revision (
  revision          uuid PRIMARY KEY,
  state_machine_arn text NOT NULL,
  type              text NOT NULL CHECK (type IN ('STANDARD', 'EXPRESS')),
  definition        text NOT NULL,
  role_arn          text NOT NULL,
  logging           text,
  tracing           text,
  encryption        text,
  created_ms        bigint NOT NULL
);

CREATE TABLE state_machine (
  arn        text PRIMARY KEY,
  name       text COLLATE "C" NOT NULL,
  status     text NOT NULL CHECK (status IN ('ACTIVE', 'DELETING')),
  created_ms bigint NOT NULL,
  updated_ms bigint,
  revision   uuid NOT NULL REFERENCES machine_revision,
  tags       jsonb NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX state_machine_by_name ON state_machine (name, arn);

-- What all executions of one state machine have in common, so that their rows stay small.
CREATE TABLE machine_key (
  key                integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  execution_prefix   text NOT NULL UNIQUE, -- of their ARNs, with the last colon
  state_machine_arn  text NOT NULL UNIQUE,
  state_machine_name text NOT NULL,
  region             text NOT NULL
);

-- What all executions of one revision have in common.
CREATE TABLE revision_key (
  key      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  revision uuid NOT NULL,
  role_arn text NOT NULL,
  UNIQUE (revision, role_arn)
);

-- An execution with the events of its first commit; later commits are rows of history. Everything but the header and
-- the events is an index over the history (law 1). No foreign keys to the two tables above: their rows are never
-- deleted, and a check for each insert would cost more than the insert.
CREATE TABLE execution (
  id            uuid PRIMARY KEY,
  seed          bigint NOT NULL,
  start_ms      bigint NOT NULL,
  machine       integer NOT NULL,
  revision      integer NOT NULL,
  last_event_id integer NOT NULL CHECK (last_event_id > 0),
  status        smallint NOT NULL CHECK (status BETWEEN 0 AND 5), -- the order of ExecutionStatus
  in_flight     boolean NOT NULL,
  name          text COLLATE "C" NOT NULL,
  stop_ms       bigint,
  wake_ms       bigint,
  events        bytea NOT NULL,
  CHECK ((stop_ms IS NULL) = (status IN (0, 5))),
  CHECK (status = 0 OR (wake_ms IS NULL AND NOT in_flight))
) WITH (fillfactor = 90);
CREATE UNIQUE INDEX execution_by_name ON execution (machine, name);
CREATE INDEX execution_by_machine ON execution (machine, id);
CREATE INDEX execution_running ON execution (machine, id) WHERE status = 0;
CREATE INDEX execution_unsuccessful ON execution (machine, status, id) WHERE status > 1;
CREATE INDEX execution_waking ON execution (wake_ms, id) WHERE wake_ms IS NOT NULL;
CREATE INDEX execution_in_flight ON execution (id) WHERE in_flight;

-- The events of one later commit of one execution.
CREATE TABLE history (
  execution      uuid NOT NULL,
  first_event_id integer NOT NULL CHECK (first_event_id > 1),
  events         bytea NOT NULL,
  PRIMARY KEY (execution, first_event_id)
);

-- Long events come deflated: PostgreSQL need not try to compress them again.
ALTER TABLE execution ALTER COLUMN events SET STORAGE EXTERNAL;
ALTER TABLE history ALTER COLUMN events SET STORAGE EXTERNAL;

-- Fails the statement that would leave a gap in a history or write it twice.
CREATE FUNCTION broken_history(execution uuid, last_event_id integer) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% %', execution, last_event_id USING ERRCODE = 'MR001';
END $$;
