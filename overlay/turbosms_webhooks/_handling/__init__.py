"""From stored events to the handler: the order, another try after a failure, what is asked for."""
