"""Opening a figure: what it means, how it came about, what it is made of, why it differs from the one before."""
