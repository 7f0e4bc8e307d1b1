"""Who carries out a project together, as `partnering` announces it, and what each has done."""
