"""The few facts about people that the course needs, learned from `accounts`."""
