"""What people see of the plan's progress by their role: the country, a province, an office, an institution."""
