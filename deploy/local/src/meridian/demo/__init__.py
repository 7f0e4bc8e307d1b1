"""The demo: a believable programme, loaded through the public APIs while the business clock walks."""
