"""Moving a partnership that goes on after the close to a cohort that runs."""
