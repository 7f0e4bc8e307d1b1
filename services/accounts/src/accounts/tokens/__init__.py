"""One-time tokens of mails, links and codes."""
