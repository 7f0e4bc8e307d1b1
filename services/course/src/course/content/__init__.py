"""The course's weeks and steps, copied into every cohort so that staff can edit them."""
