"""`python -m meridian`, where the command itself is not installed."""

from meridian.cli import main

main()
