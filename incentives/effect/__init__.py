"""What became of enterprises that an incentive reached, beside similar ones that it did not reach."""
