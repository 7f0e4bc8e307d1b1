"""Writing what is in the mail queue, and handing it to the mail server."""
