"""The way in: files people write become typed deals."""
