"""Who somebody is, said in the same way by every service."""
