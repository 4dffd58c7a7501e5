"""The use cases: what happens when a person does something, or when something falls due."""
