"""The nouns: a deal as typed, frozen parts, each of which writes its own lines."""
