"""What each kind of notification says, in the reader's language."""
