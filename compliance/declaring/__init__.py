"""What is due each month: who must declare, by when, what the staff list says, and what became of it."""
