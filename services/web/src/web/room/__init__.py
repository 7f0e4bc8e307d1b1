"""The room of a partnership: overview, conversation, agreement, calendar, tasks."""
