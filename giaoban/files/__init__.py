"""Upload, storage by hash, a guard at every download."""
