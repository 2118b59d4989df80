"""Certificates: facts frozen at issue, the document as issued, and the page on which anybody may verify it."""
