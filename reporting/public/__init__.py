"""What everybody may see of the plan: counts, small ones of people hidden, no person and no enterprise."""
