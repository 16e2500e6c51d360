"""What became of the messages: webhooks, polling, prices, replies."""
