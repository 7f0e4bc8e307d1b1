"""What people do with their own account: security, verification, export, erasure."""
