"""The register of enterprises as programmes see it: counts for partners."""
