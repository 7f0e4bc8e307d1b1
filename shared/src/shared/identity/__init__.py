"""Who somebody is and what they may do: principals, permissions, addresses. Knows no HTTP."""
