"""Pipelines, stages and loss reasons in the settings."""
