"""What breaks, one scenario a file; `scripts/faults` runs them."""
