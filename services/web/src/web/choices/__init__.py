"""The reader's own choices of how pages look: language and colours."""
