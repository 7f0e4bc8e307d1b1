"""Projects and their milestones, and who may work on them."""
