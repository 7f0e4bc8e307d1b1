"""Rescue: a new partner for whoever was left alone, without touching anybody else."""
