"""One's own classes: school, pupils, topics, weekly times."""
