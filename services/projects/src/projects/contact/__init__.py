"""Who may not be written to: frozen people and blocks, as `partnering` announces them."""
