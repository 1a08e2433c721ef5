"""The program: the services, what starts them, and what shows them."""
