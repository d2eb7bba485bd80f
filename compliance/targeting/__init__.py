"""Which enterprises are worth a visit, and why: scoring in sets, choosing, reasons in words, and what came of it."""
