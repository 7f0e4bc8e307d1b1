"""What teachers who left or said no wrote for staff."""
