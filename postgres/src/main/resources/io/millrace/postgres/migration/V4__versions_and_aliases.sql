-- Published versions of state machines, and aliases that lead to them. Both go with their state machine.

ALTER TABLE state_machine ADD COLUMN newest_version integer NOT NULL DEFAULT 0; -- numbers are not used again

CREATE TABLE machine_version (
  state_machine_arn text NOT NULL REFERENCES state_machine ON DELETE CASCADE,
  version           integer NOT NULL CHECK (version > 0),
  revision          uuid NOT NULL REFERENCES machine_revision,
  description       text,
  created_ms        bigint NOT NULL,
  PRIMARY KEY (state_machine_arn, version),
  UNIQUE (state_machine_arn, revision)
);

-- An alias has one or two versions; the first has first_weight of a hundred executions, the second the rest.
CREATE TABLE machine_alias (
  state_machine_arn text NOT NULL REFERENCES state_machine ON DELETE CASCADE,
  name              text COLLATE "C" NOT NULL,
  description       text,
  first_version     integer NOT NULL,
  first_weight      integer NOT NULL CHECK (first_weight BETWEEN 0 AND 100),
  second_version    integer CHECK (second_version <> first_version),
  created_ms        bigint NOT NULL,
  updated_ms        bigint NOT NULL,
  PRIMARY KEY (state_machine_arn, name),
  FOREIGN KEY (state_machine_arn, first_version) REFERENCES machine_version (state_machine_arn, version),
  FOREIGN KEY (state_machine_arn, second_version) REFERENCES machine_version (state_machine_arn, version),
  CHECK (second_version IS NOT NULL OR first_weight = 100)
);
