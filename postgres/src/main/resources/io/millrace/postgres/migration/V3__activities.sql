-- Names under which workers ask for tasks.
CREATE TABLE activity (
  arn        text PRIMARY KEY,
  name       text COLLATE "C" NOT NULL,
  created_ms bigint NOT NULL
);
CREATE UNIQUE INDEX activity_by_name ON activity (name, arn);
