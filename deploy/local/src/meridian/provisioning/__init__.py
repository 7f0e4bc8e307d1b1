"""Everything an installation needs once: secrets, database roles and schemas, broker users and topology."""
