"""Groups of pupils of one teacher at one school."""
