"""Property tests run quickly, the same way every time, and leave nothing in the checkout."""

from hypothesis import settings

settings.register_profile("suki", deadline=None, max_examples=80, derandomize=True, database=None)
settings.load_profile("suki")
