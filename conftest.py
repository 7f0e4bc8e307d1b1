"""Gives every test in the repository the real servers of `meridian.testing`."""

pytest_plugins = ["meridian.testing"]
