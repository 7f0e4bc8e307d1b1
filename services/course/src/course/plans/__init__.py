"""The joint project plan, written by the partnership."""
