"""What each person wants to hear, where and when."""
