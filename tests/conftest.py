"""Every random test draws the same cases each time, so that a failure on one machine is a failure on all."""

from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
