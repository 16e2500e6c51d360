"""How a method is written once for both clients: flows, and what drives them."""
