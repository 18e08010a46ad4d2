"""Writes the documents and types that are made from the declared messages: pure functions from the registries to text."""
