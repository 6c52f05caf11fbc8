-- Which entries of the audit log a generation came from. Nothing refers to the log by key: what is
-- cut off from it leaves its traces here.
CREATE TABLE generation_acts (
  generation INTEGER NOT NULL REFERENCES generations (number),
  entry INTEGER NOT NULL,
  PRIMARY KEY (generation, entry)
);

-- Under what an entry of the audit log is found: kind is member (whom it concerns) or name.
CREATE TABLE audit_index (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (kind, name, entry)
);
CREATE INDEX audit_index_entry ON audit_index (entry);

-- The files that a generation changed, and the programs from which they stem.
CREATE TABLE changed_files (
  generation INTEGER NOT NULL REFERENCES generations (number),
  member TEXT NOT NULL,
  source TEXT NOT NULL,
  host TEXT NOT NULL,
  path TEXT NOT NULL,
  PRIMARY KEY (generation, member, source, host, path)
);
CREATE INDEX changed_files_of ON changed_files (member, generation);

-- Where the audit log ends: number and hash of its last entry.
INSERT INTO meta (name, value)
  SELECT 'audit-end', number || ' ' || hash FROM audit WHERE number = (SELECT max(number) FROM audit);
