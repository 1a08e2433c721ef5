"""What the patient is shown of askers and expenses."""
