"""The test patients of the simulator (personas): invented people, their insurers, and the clients that ask."""
