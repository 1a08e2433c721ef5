"""What insurers must look after."""
