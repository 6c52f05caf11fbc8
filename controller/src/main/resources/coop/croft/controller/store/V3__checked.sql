-- Whether the host had checked it when it was decided: if it fails there all the same, the generation is
-- undone everywhere.
ALTER TABLE manifests ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;
