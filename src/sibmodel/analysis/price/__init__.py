"""What a deal should cost: the price that investors need, the one that government can pay, and what lies between."""
