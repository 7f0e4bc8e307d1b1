"""The groups of subcommands of `meridian`."""
