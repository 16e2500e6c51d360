"""What every method is given and what it answers: calls, commands, parameters, answers."""
