-- Times are seconds since 1970 (UTC). Hashes are SHA-256 in lower-case hexadecimal digits.

-- Facts about this controller: site (its identity), epoch, manifest-key (PKCS #8, Base64).
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE members (
  name TEXT PRIMARY KEY,
  since INTEGER NOT NULL
);

CREATE TABLE rights (
  member TEXT NOT NULL REFERENCES members (name),
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (member, kind, value)
);

-- A program is in force from its generation until, exclusively, the one that replaced or removed it.
CREATE TABLE sources (
  member TEXT NOT NULL REFERENCES members (name),
  name TEXT NOT NULL,
  generation INTEGER NOT NULL,
  until INTEGER,
  file TEXT NOT NULL,
  text BLOB NOT NULL,
  PRIMARY KEY (member, name, generation)
);
CREATE INDEX sources_current ON sources (member, name) WHERE until IS NULL;

CREATE TABLE site_files (
  name TEXT NOT NULL,
  generation INTEGER NOT NULL,
  until INTEGER,
  text BLOB NOT NULL,
  PRIMARY KEY (name, generation)
);

CREATE TABLE generations (
  number INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL,
  time INTEGER NOT NULL,
  actor TEXT NOT NULL,
  summary TEXT NOT NULL
);

-- What a host must have, for the generations in which that changed.
CREATE TABLE manifests (
  host TEXT NOT NULL,
  generation INTEGER NOT NULL REFERENCES generations (number),
  wave INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  root TEXT NOT NULL,
  signature TEXT NOT NULL,
  PRIMARY KEY (host, generation)
);

-- Roots, buckets and fragments by content.
CREATE TABLE blobs (
  hash TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
);

CREATE TABLE hosts (
  name TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  certificate TEXT NOT NULL,
  joined INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  live INTEGER NOT NULL,
  trouble TEXT NOT NULL
);

CREATE TABLE tokens (
  hash TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  expires INTEGER NOT NULL,
  used INTEGER
);

-- The content that a zone was last published with, and under which serial.
CREATE TABLE zones (
  name TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  serial INTEGER NOT NULL
);

-- Who has held a contested name since when: whoever is live keeps it.
CREATE TABLE claims (
  name TEXT PRIMARY KEY,
  member TEXT NOT NULL,
  source TEXT NOT NULL,
  since INTEGER NOT NULL
);

CREATE TABLE secrets (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- Each row's hash covers its columns and the hash of the row before.
CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  actor TEXT NOT NULL,
  via TEXT NOT NULL,
  verb TEXT NOT NULL,
  about TEXT NOT NULL,
  outcome TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
);
