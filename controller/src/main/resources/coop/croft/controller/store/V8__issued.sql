-- The key under which an authority knows this site (PKCS #8, Base64), by the URL of its directory.
CREATE TABLE authority_accounts (
  directory TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  public_key TEXT NOT NULL
);

-- What authorities gave for web sites: names separated by blanks; private key, certificate and chain in PEM.
CREATE TABLE certificates (
  site TEXT PRIMARY KEY,
  names TEXT NOT NULL,
  pem TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  asks INTEGER NOT NULL
);

-- What an authority wants to see just now. way: HTTP or DNS.
CREATE TABLE proofs (
  domain TEXT NOT NULL,
  way TEXT NOT NULL,
  name TEXT NOT NULL,
  token TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (domain, way, name, token, text)
);

-- Why a name of a site has no certificate, or the site as a whole if there is no name; when to try again.
CREATE TABLE certificate_troubles (
  site TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  failures INTEGER NOT NULL,
  due INTEGER NOT NULL,
  PRIMARY KEY (site, name)
);

-- When something was ordered, within the last hour.
CREATE TABLE certificate_orders (
  time INTEGER NOT NULL
);
