"""Figures of the register for studies, and what a scheme would cost and reach."""
