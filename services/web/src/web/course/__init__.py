"""The course path of a partnership and its steps."""
