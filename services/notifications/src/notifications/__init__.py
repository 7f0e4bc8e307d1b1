"""What you are told, where and when."""
