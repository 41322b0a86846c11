"""What people see of pay: statements, how far they are, doubts, and the way of a period from a calculation to the bank."""
