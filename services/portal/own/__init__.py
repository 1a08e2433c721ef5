"""The pages of what is the patient's own."""
