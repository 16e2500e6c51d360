"""The webhooks of the account: what they are told, when, and what came of it. No I/O."""
