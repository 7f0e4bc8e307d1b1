"""One-time codes from an app (TOTP), and recovery codes."""
