"""The joint project plan and its versions, as they are kept."""
