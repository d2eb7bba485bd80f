"""How good the data is: measures read every night, shown with their trend; alarms of tallies."""
