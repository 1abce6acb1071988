"""Doc + actors -> claims.

triggers (words that report events), roles (who did it to whom), compose ("refused to meet"), drafts (what of it is an
event), reality (how real), attribution (who says so), when, context; coder puts them together.
"""
