"""The dot in the header, and hints that light it while a page is open."""
