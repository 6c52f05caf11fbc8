-- The certificate that a host was given and has not shown yet; until it does, the one before counts, too.
ALTER TABLE hosts ADD COLUMN next_fingerprint TEXT NOT NULL DEFAULT '';
ALTER TABLE hosts ADD COLUMN next_certificate TEXT NOT NULL DEFAULT '';
-- Since when it may not speak any more; 0: it may.
ALTER TABLE hosts ADD COLUMN revoked INTEGER NOT NULL DEFAULT 0;
-- Whether a newer certificate of the host than this one counts, too: the store began as a copy of itself.
ALTER TABLE hosts ADD COLUMN newer INTEGER NOT NULL DEFAULT 0;
