-- Work in the background. state: RUNNING, STOPPED, DONE or FAILED; cursor: what was worked off last.
CREATE TABLE jobs (
  kind TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  actor TEXT NOT NULL,
  started INTEGER NOT NULL,
  moved INTEGER NOT NULL,
  total INTEGER NOT NULL,
  done INTEGER NOT NULL,
  cursor TEXT NOT NULL,
  trouble TEXT NOT NULL
);
