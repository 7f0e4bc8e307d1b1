"""One region's school calendar for staff: its holidays, what is complete, its versions, its name."""
