"""The project board: when it opens, its milestones, its state."""
