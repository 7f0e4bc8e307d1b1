"""E-mails: a queue, a postman and a delivery log."""
