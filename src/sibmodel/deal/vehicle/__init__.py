"""The vehicle: cash in, costs out, and the order in which what remains is paid."""
