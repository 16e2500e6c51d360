"""The account: its senders, its money, its quirks, and how the control plane changes them."""
