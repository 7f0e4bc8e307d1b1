"""Security mails, sent by accounts itself."""
