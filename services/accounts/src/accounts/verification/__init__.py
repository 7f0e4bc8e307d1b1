"""Staff check that somebody is a teacher."""
