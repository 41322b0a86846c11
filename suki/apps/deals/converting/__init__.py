"""The screens on which leads become a deal."""
