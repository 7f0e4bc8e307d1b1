"""Who you are: accounts, sign-in, sessions, roles, verification."""
