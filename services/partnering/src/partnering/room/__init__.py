"""Room: what the members of a partnership share - words, agreement, meetings, tasks."""
