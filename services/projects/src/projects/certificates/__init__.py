"""Certificates that anybody can verify."""
