"""What the course knows of partnerships, learned from `partnering`."""
