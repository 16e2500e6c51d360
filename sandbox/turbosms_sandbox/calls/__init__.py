"""What every method is given and what it answers: parameters, commands, answers and their forms."""
