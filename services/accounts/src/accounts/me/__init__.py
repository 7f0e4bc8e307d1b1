"""One's own account, and what one changes of it without a proof."""
