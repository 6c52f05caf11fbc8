-- Files that a host goes on having until a time, although their site has moved to another one.
CREATE TABLE kept (
  host TEXT NOT NULL,
  path TEXT NOT NULL,
  domain TEXT NOT NULL,
  service TEXT NOT NULL,
  hash TEXT NOT NULL,
  size INTEGER NOT NULL,
  secret INTEGER NOT NULL,
  due INTEGER NOT NULL,
  PRIMARY KEY (host, path)
);
