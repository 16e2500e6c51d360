"""Collections of requests for programs in which people try out an interface."""
