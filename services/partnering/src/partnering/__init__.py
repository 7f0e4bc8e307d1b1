"""Phase 1: profiles, search, invitations, matching, partnerships."""
