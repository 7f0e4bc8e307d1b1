"""Phase 3: implementation, results, showcase."""
