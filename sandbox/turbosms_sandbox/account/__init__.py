"""The account: its senders, its money and its quirks, and how the control plane changes them."""
