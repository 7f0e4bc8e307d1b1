"""One's own profile as a task list, saved step by step."""
