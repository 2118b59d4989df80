"""What the programme owes each person: to see what is kept, to take a copy along, to be forgotten."""
