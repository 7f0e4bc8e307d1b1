"""The interfaces for other programs, described by the services themselves."""
