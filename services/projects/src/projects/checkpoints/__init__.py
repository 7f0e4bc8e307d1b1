"""Checkpoints: a brief report about every two weeks."""
