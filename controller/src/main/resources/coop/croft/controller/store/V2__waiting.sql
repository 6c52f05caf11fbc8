-- Changes of members that wait for a host to which they move something.
CREATE TABLE waiting (
  number INTEGER PRIMARY KEY,
  actor TEXT NOT NULL,
  via TEXT NOT NULL,
  verb TEXT NOT NULL,
  about TEXT NOT NULL,
  host TEXT NOT NULL,
  since INTEGER NOT NULL
);

-- Their programs; of each no more than one waits.
CREATE TABLE waiting_programs (
  waiting INTEGER NOT NULL REFERENCES waiting (number) ON DELETE CASCADE,
  member TEXT NOT NULL REFERENCES members (name),
  name TEXT NOT NULL,
  file TEXT NOT NULL,
  text BLOB NOT NULL,
  PRIMARY KEY (member, name)
);

-- What a program's owner has to know about something that happened without a call of the owner.
CREATE TABLE notices (
  member TEXT NOT NULL REFERENCES members (name),
  name TEXT NOT NULL,
  time INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (member, name)
);
